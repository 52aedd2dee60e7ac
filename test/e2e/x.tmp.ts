import { readFileSync } from 'node:fs';
import { launchBrowser } from './browser.ts';
import { openTemplate } from './template.ts';
const browser = await launchBrowser();
const person = { name: 'li.wei', password: readFileSync('.dev/git/people.password', 'utf8') };
const name = process.argv[2];
const page = await openTemplate(browser, { portal: 'http://localhost:3000', name: 'add-pipeline', person }, {
  service: `component:default/${name}`, repository: `http://localhost:3300/harbour/${name}`,
});
page.setDefaultTimeout(120000);
await page.getByText('Its catalog file names the job').waitFor();
await page.waitForTimeout(1500);
await page.screenshot({ path: '/tmp/pics/add-pipeline.png' });
await page.getByRole('button', { name: 'Review', exact: true }).click();
await page.waitForTimeout(800);
await page.getByRole('button', { name: 'Create' }).click();
await page.getByText('What a push does').first().waitFor();
await page.waitForTimeout(1500);
await page.screenshot({ path: '/tmp/pics/add-pipeline-done.png', fullPage: true });
await page.evaluate(() => { localStorage.setItem('theme', 'dark'); localStorage.setItem('language', 'zh'); });
await page.setViewportSize({ width: 390, height: 844 });
await page.reload();
await page.waitForTimeout(6000);
await page.screenshot({ path: '/tmp/pics/task-390.png', fullPage: true });
await page.goto('http://localhost:3000/create/templates/default/add-pipeline');
await page.waitForTimeout(5000);
await page.screenshot({ path: '/tmp/pics/add-pipeline-390.png', fullPage: true });
await browser.close();
