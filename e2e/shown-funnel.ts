import type { Page } from 'playwright-core';

/** A funnel as its page shows it. */
export interface ShownFunnel {
  /** Runs by outcome. */
  outcomes: Record<string, number>;
  /** Runs by stage. */
  reached: Record<string, number>;
  /** Runs by `<stage> <outcome>[:<reason or error class>]`. */
  stops: Record<string, number>;
  /** Numbers that are in the page's attributes but not in its text. */
  unreadable: string[];
}

/**
 * Reads the funnel of the open page from its attributes, and checks that its text shows the same.
 */
export function readShownFunnel(page: Page): Promise<ShownFunnel> {
  return page.evaluate(() => {
    const outcomes: Record<string, number> = {};
    for (const element of document.querySelectorAll<HTMLElement>('[data-outcome]')) {
      outcomes[element.dataset.outcome ?? ''] = Number(element.dataset.runs);
    }
    const reached: Record<string, number> = {};
    const stops: Record<string, number> = {};
    const unreadable: string[] = [];
    for (const stage of document.querySelectorAll<HTMLElement>('[data-stage]')) {
      const id = stage.dataset.stage ?? '';
      reached[id] = Number(stage.dataset.reached);
      if (!stage.innerText.includes(stage.dataset.reached ?? '?')) unreadable.push(id);
      for (const stop of stage.querySelectorAll<HTMLElement>('[data-stop]')) {
        stops[`${id} ${stop.dataset.stop}`] = Number(stop.dataset.runs);
        if (!stop.innerText.includes(stop.dataset.runs ?? '?'))
          unreadable.push(`${id} ${stop.dataset.stop}`);
      }
    }
    return { outcomes, reached, stops, unreadable };
  });
}
