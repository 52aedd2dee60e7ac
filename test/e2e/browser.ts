import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { browsers, findOnPath } from '../dev/prerequisites.ts';

/** Starts a browser: the one that CHROMIUM_PATH names, else one on PATH. */
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

/** Opens the portal as a guest, at a path. */
export async function openAsGuest(
  browser: Browser,
  portal: string,
  at: string,
  options: { width?: number; height?: number; language?: string } = {},
): Promise<Page> {
  const { width = 1440, height = 900, language = 'en' } = options;
  const context = await browser.newContext({ viewport: { width, height } });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(chosen => {
    localStorage.setItem('language', chosen);
  }, language);
  const page = await context.newPage();
  await page.goto(`${portal}${at}`);
  await page.getByRole('button', { name: /enter|进入/i }).click();
  return page;
}

/** Keeps a picture of what a failing test saw. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = path.join(import.meta.dirname, '../../.dev/test/pictures');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({
    path: path.join(folder, `${name.replaceAll(/\W+/g, '-')}.png`),
    fullPage: true,
  });
}
