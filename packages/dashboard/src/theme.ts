import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The accent colour. Index 6 has enough contrast with white text on light and dark surfaces. */
const sky: MantineColorsTuple = [
  '#eef4ff',
  '#dbe6fe',
  '#bfd2fd',
  '#93b3fb',
  '#6c95f7',
  '#4a78ee',
  '#3060d8',
  '#264eb4',
  '#223f8c',
  '#1f376f',
];

const dark: MantineColorsTuple = [
  '#e6e8ec',
  '#c3c7cf',
  '#a0a6b1',
  '#7b8290',
  '#4a505b',
  '#2c3038',
  '#1f2228',
  '#16181d',
  '#101216',
  '#0b0c0f',
];

/**
 * Fonts of the operating systems; without `system-ui`, which on Linux can be a serif-like fallback.
 */
const fontStack =
  '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto, Inter, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

const monoStack =
  'ui-monospace, SFMono-Regular, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace';

export const theme = createTheme({
  primaryColor: 'sky',
  primaryShade: 6,
  autoContrast: true,
  colors: { sky, dark },
  fontFamily: fontStack,
  fontFamilyMonospace: monoStack,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 6,
  headings: { fontFamily: fontStack, fontWeight: '600' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});
