import type { Browser, Page } from 'playwright-core';
import { openAsPerson } from './browser.ts';
import { shownWithin } from './suite.ts';

const shown = shownWithin(120_000);

/** Template, portal and user. */
export interface OpenedTemplate {
  portal: string;
  name: string;
  person: { name: string; password: string };
}

/** Opens a template's form with values. */
export function openTemplate(
  browser: Browser,
  { portal, name, person }: OpenedTemplate,
  formData: object,
): Promise<Page> {
  const query = new URLSearchParams({ formData: JSON.stringify(formData) });
  const at = `/create/templates/default/${name}?${query}`;
  return openAsPerson(browser, portal, at, person);
}

/**
 * Steps through a form with values and starts the task.
 *
 * @param texts - text that each page must show
 */
export async function runTemplate(
  browser: Browser,
  template: OpenedTemplate,
  formData: object,
  texts: string[],
): Promise<Page> {
  const page = await openTemplate(browser, template, formData);
  for (const [index, text] of texts.entries()) {
    await shown(page.getByText(text));
    const isLast = index === texts.length - 1;
    const name = isLast ? 'Review' : 'Next';
    await page.getByRole('button', { name, exact: true }).click();
  }
  await page.getByRole('button', { name: 'Create' }).click();
  return page;
}
