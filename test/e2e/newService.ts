import type { Browser, Page } from 'playwright-core';
import { openAsPerson } from './browser.ts';
import { openTemplate } from './template.ts';
import type { OpenedTemplate } from './template.ts';
import { shownWithin } from './suite.ts';

const shown = shownWithin(120_000);

/** Fills in the wizard as a developer, page by page, and starts the task. */
export async function createService(
  browser: Browser,
  template: OpenedTemplate,
  service: {
    name: string;
    language: string;
    strategy: object;
    host: string;
    routeKind: string;
    database: string;
    size: object;
  },
): Promise<Page> {
  const { size, ...rest } = service;
  const formData = {
    ...rest,
    description: 'Keeps the locks of the inner harbour',
    owner: 'group:default/cargo-logistics',
    system: 'system:default/harbour',
    exposure: 'public',
    path: '/locks/',
    minReplicas: 2,
    maxReplicas: 4,
    scaleOn: 'cpu',
    targetUtilization: 70,
    ...size,
    databaseSize: 'small',
    allSettings: true,
    volumes: [{ path: '/var/cache/locks', size: 1, kind: 'shared' }],
    environments: ['dev', 'staging'].map(environment => ({
      name: environment,
      namespace: environment,
      production: false,
    })),
    settings: [{ name: 'GREETING', value: 'Ahoy: "you"' }],
  };
  const page = await openTemplate(browser, template, formData);
  const next = page.getByRole('button', { name: 'Next' });
  await shown(page.getByLabel('Description'));
  await next.click();
  for (const label of [
    ...['Host', 'staging', 'Rolling update (automatic)'],
    ...['Maximum pods', 'Value'],
  ]) {
    await shown(page.getByLabel(label));
  }
  await shown(page.getByText('The name of the repository'));
  await next.click();
  // The last page shows the result of the dry run and every file.
  await shown(page.getByText(`Service dev/${service.name}`, { exact: true }));
  await shown(page.getByText('README.md'));
  await page.getByRole('button', { name: 'Review' }).click();
  await shown(page.getByText(formData.description));
  await page.getByRole('button', { name: 'Create' }).click();
  return page;
}

/** Fills in the wizard as a new user, from the list of templates to the last page. */
export async function createByHand(
  browser: Browser,
  { portal, person }: OpenedTemplate,
  name: string,
): Promise<Page> {
  const page = await openAsPerson(browser, portal, '/create', person);
  const card = page
    .locator('.MuiCard-root')
    .filter({ hasText: 'Create a service in Go, Node.js or Java' });
  await shown(card);
  await card.getByRole('button', { name: 'Choose' }).click();
  const next = page.getByRole('button', { name: 'Next' });
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Description').fill('Keeps the locks');
  await page.getByLabel('Owner').fill('Cargo');
  await page.getByRole('option', { name: 'Cargo Logistics' }).click();
  await page.getByLabel('System').fill('Harb');
  await page.getByRole('option', { name: 'Harbour' }).click();
  await next.click();
  await page.getByLabel('Public').check();
  await page
    .getByRole('textbox', { name: 'Host' })
    .fill(`${name}.harbour.example`);
  for (const environment of ['dev', 'staging']) {
    await page.getByLabel(environment, { exact: true }).check();
  }
  await shown(page.getByLabel('Rolling update (automatic)'));
  await shown(page.getByText('The name of the repository'));
  await next.click();
  await shown(page.getByText('README.md'));
  await page.getByRole('button', { name: 'Review' }).click();
  await shown(page.getByText('Keeps the locks'));
  return page;
}
