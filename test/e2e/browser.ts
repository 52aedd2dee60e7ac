import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { browsers, findOnPath } from '../dev/prerequisites.ts';

/** Starts the browser in CHROMIUM_PATH, else one in PATH. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? findOnPath(browsers),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Options of a page. */
interface PageOptions {
  width?: number;
  height?: number;
  language?: string;
}

/** Opens a path of the portal as a guest. */
export async function openAsGuest(
  browser: Browser,
  portal: string,
  at: string,
  options: PageOptions = {},
): Promise<Page> {
  const page = await newPage(browser, options);
  await page.goto(`${portal}${at}`);
  await page.getByRole('button', { name: /enter|进入/i }).click();
  return page;
}

/** Opens the portal as a person who signs in with Gitea. */
export async function openAsPerson(
  browser: Browser,
  portal: string,
  at: string,
  person: { name: string; password: string },
): Promise<Page> {
  const page = await newPage(browser, {});
  await page.goto(`${portal}${at}`);
  const [popup] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'Sign in', exact: false }).first().click(),
  ]);
  await popup.locator('#user_name').fill(person.name);
  await popup.locator('#password').fill(person.password);
  const closed = popup.waitForEvent('close');
  await popup.locator('#password').press('Enter');
  // Gitea asks once for consent.
  await Promise.race([
    closed,
    popup
      .locator('#authorize-app')
      .click()
      .catch(() => closed),
  ]);
  await closed;
  return page;
}

async function newPage(
  browser: Browser,
  { width = 1440, height = 900, language = 'en' }: PageOptions,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height } });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(chosen => {
    localStorage.setItem('language', chosen);
  }, language);
  return context.newPage();
}

/** Saves a screenshot of a test. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = path.join(import.meta.dirname, '../../.dev/test/pictures');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({
    path: path.join(folder, `${name.replaceAll(/\W+/g, '-')}.png`),
    fullPage: true,
  });
}
