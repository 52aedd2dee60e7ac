import type { Page } from 'playwright-core';

/** Approves a waiting run on its page, as the signed-in user. */
export async function approve(
  page: Page,
  { note, reason }: { note: string; reason: string },
): Promise<void> {
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('NOTE').fill(note);
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: 'Deploy' }).click();
}
