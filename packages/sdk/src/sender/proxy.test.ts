import { describe, expect, test } from 'vitest';
import { proxyFor } from './proxy.js';

const proxy = 'http://proxy.example:3128';
const way = (url: string, environment: Record<string, string>) =>
  proxyFor(new URL(url), environment)?.host ?? 'direct';

describe('which proxy', () => {
  test.each<[string, Record<string, string>, string]>([
    ['http://a.example', { http_proxy: 'http://low:1', HTTP_PROXY: 'http://high:1' }, 'low:1'],
    ['http://a.example', { http_proxy: '', HTTP_PROXY: 'http://high:1' }, 'high:1'],
    ['http://a.example', { https_proxy: 'http://other:1' }, 'direct'],
    ['https://a.example', { HTTPS_PROXY: 'secure:1', HTTP_PROXY: 'plain:1' }, 'secure:1'],
    ['https://a.example', { HTTP_PROXY: 'plain:1' }, 'direct'],
    ['http://a.example', { ALL_PROXY: 'http://all:1' }, 'all:1'],
    ['https://a.example', { all_proxy: 'all:1', ALL_PROXY: 'high:1' }, 'all:1'],
    ['https://a.example', { ALL_PROXY: 'all:1', https_proxy: 'own:1' }, 'own:1'],
    ['http://a.example', { ALL_PROXY: 'socks5://all:1', HTTP_PROXY: 'own:1' }, 'own:1'],
    ['http://a.example', { ALL_PROXY: '  ' }, 'direct'],
    ['http://a.example', {}, 'direct'],
  ])('%s with %o: %s', (url, environment, expected) => {
    expect(way(url, environment)).toBe(expected);
  });

  test.each([
    ['socks5://user:secret@proxy:1080', 'socks5:'],
    ['socks5h://proxy:1080', 'socks5h:'],
    ['SOCKS4A://proxy:1080', 'socks4a:'],
    ['quic://proxy:1', 'quic:'],
    ['file:///etc/proxy', 'file:'],
  ])('%s cannot be used, and is not passed by', (value, kind) => {
    for (const name of ['ALL_PROXY', 'all_proxy', 'HTTP_PROXY', 'http_proxy']) {
      const attempt = () => way('http://a.example', { [name]: value });
      expect(attempt).toThrow(`the proxy in ${name} cannot be used: ${kind} is not supported`);
    }
  });

  test('a proxy address that cannot be parsed is an error without its login', () => {
    for (const value of ['http://me:secret@proxy:port', 'http://', 'me:secret@[::']) {
      const attempt = () => way('http://a.example', { HTTP_PROXY: value });
      expect(attempt, value).toThrow(/^the proxy in HTTP_PROXY cannot be used: it is not a URL$/);
    }
  });

  test('an unusable proxy does not matter for an exempt address', () => {
    expect(way('http://a.example', { ALL_PROXY: 'socks5://p', NO_PROXY: 'a.example' })).toBe(
      'direct',
    );
  });
});

describe('NO_PROXY', () => {
  test.each<[url: string, exempt: string]>([
    ['http://a.example', '*'],
    ['http://a.example', 'b.example *'],
    ['http://a.example', 'A.Example'],
    ['http://a.example.', 'a.example'],
    ['http://a.example', 'a.example.'],
    ['http://sub.a.example', 'a.example'],
    ['http://sub.a.example', '.a.example'],
    ['http://a.example', '.a.example'],
    ['http://sub.a.example', '*.a.example'],
    ['http://a.example', 'b.example,\ta.example\n'],
    ['http://a.example', ',, a.example ,'],
    ['http://a.example', 'a.example:80'],
    ['https://a.example', '.a.example:443'],
    ['http://a.example:8080', 'a.example:8080'],
    ['http://a.example:8080', '*:8080'],
    ['http://bücher.example', 'bücher.example'],
    ['http://localhost:1', 'localhost'],
    ['http://127.0.0.1:1', '127.0.0.1'],
    ['http://127.1:1', '127.0.0.1:1'],
    ['http://127.0.0.1:1', '127.0.0.0/8'],
    ['http://10.2.3.4', '10.0.0.0/8'],
    ['http://10.2.3.4', '10.2.3.4/32'],
    ['http://10.2.3.4', '0.0.0.0/0'],
    ['http://10.2.3.4:81', '10.0.0.0/8:81'],
    ['http://10.2.3.4', '10.2.3.1-10.2.3.9'],
    ['http://[::1]:1', '::1'],
    ['http://[::1]:1', '[::1]'],
    ['http://[::1]:1', '[::1]:1'],
    ['http://[::1]:1', 'localhost,127.0.0.1,::1'],
    ['http://[::1]:1', '0:0:0:0:0:0:0:1'],
    ['http://[2001:db8::10]', '2001:db8::10'],
    ['http://[2001:DB8::10]', '2001:0DB8:0::10'],
    ['http://[2001:db8::10]', '2001:db8::/32'],
    ['http://[2001:db8::10]', '[2001:db8::]/32'],
    ['http://[2001:db8::10]', '[2001:db8::/32]'],
    ['http://[fd00::1]:81', '[fd00::]/8:81'],
    ['http://[::ffff:10.2.3.4]', '10.0.0.0/8'],
  ])('%s is exempt by %j', (url, exempt) => {
    expect(way(url, { http_proxy: proxy, https_proxy: proxy, NO_PROXY: exempt })).toBe('direct');
  });

  test.each<[url: string, exempt: string]>([
    ['http://a.example', ''],
    ['http://a.example', 'b.example'],
    ['http://ba.example', 'a.example'],
    ['http://ba.example', '*a.example'],
    ['http://a.example', 'sub.a.example'],
    ['http://a.example', 'a.example:81'],
    ['http://a.example', '*:81'],
    ['http://a.example', '.'],
    ['http://a.example', 'example/8'],
    ['http://a.example', '0.0.0.0/0'],
    ['http://localhost', '127.0.0.0/8'],
    ['http://1.10.2.3', '10.2.3'],
    ['http://10.2.3.4', '2.3.4'],
    ['http://10.2.3.4', '10.2.3.4:81'],
    ['http://10.2.3.4', '11.0.0.0/8'],
    ['http://10.2.3.4', '10.0.0.0/33'],
    ['http://10.2.3.4', '10.0.0.0/x'],
    ['http://10.2.3.4', '10.0.0.0/'],
    ['http://10.2.3.4', '10.2.3.5-10.2.3.9'],
    ['http://[2001:db8::10]', '2001:db8::1'],
    ['http://[2001:db8::10]', '2001:db9::/32'],
    ['http://[2001:db8::10]', '2001:db8::/129'],
    ['http://[2001:db8::10]', '[2001:db8::10]:81'],
    ['http://[::1]', '[::'],
  ])('%s is not exempt by %j', (url, exempt) => {
    expect(way(url, { http_proxy: proxy, https_proxy: proxy, NO_PROXY: exempt })).toBe(
      'proxy.example:3128',
    );
  });

  test.each<[Record<string, string>, string]>([
    [{ no_proxy: 'a.example', NO_PROXY: 'b.example' }, 'direct'],
    [{ no_proxy: 'b.example', NO_PROXY: 'a.example' }, 'proxy.example:3128'],
    [{ no_proxy: '', NO_PROXY: 'a.example' }, 'direct'],
  ])('%o: the lower-case name wins', (variables, expected) => {
    expect(way('http://a.example', { http_proxy: proxy, ...variables })).toBe(expected);
  });
});
