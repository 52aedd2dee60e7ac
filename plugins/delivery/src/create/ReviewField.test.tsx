import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import type { Preview } from '@fairway/backstage-plugin-delivery-common';
import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReviewField } from './ReviewField';

const refusedWith = (message: string) => ({
  code: 'serverRefused',
  values: { message },
  message,
});

const page = (title: string, properties: object) => ({
  title,
  schema: { properties },
});

const manifest = {
  title: 'New service',
  steps: [
    page('What it is', { name: { title: 'Name', type: 'string' } }),
    page('Preview', {
      review: {
        type: 'object',
        'ui:field': 'DeliveryReview',
        'ui:options': { template: 'template:default/service' },
      },
    }),
  ],
};

const object = { apiVersion: 'v1', kind: 'Service', namespace: 'dev' };

const preview: Preview = {
  files: [
    { path: 'Dockerfile', content: 'FROM scratch' },
    { path: 'README.md', content: '# Rain' },
  ],
  previews: [
    {
      plan: {
        environment: 'dev',
        cluster: 'staging',
        canApply: false,
        objects: [
          {
            ...object,
            name: 'rain',
            result: 'create',
            changes: [],
            warnings: ['spec.x is old'],
          },
          {
            ...object,
            name: 'tides',
            result: 'delete',
            changes: [],
            warnings: [],
          },
          {
            ...object,
            name: 'gauge',
            result: 'refused',
            changes: [],
            refusal: refusedWith('exceeded quota: compute'),
            warnings: [],
          },
        ],
      },
    },
    { environment: 'staging', problem: refusedWith('It does not answer') },
    // The same problem of another step
    { environment: 'staging', problem: refusedWith('It does not answer') },
  ],
};

/** Wizard whose second page reviews the first. Returns the mock of fetch. */
async function open(answers: Response[]) {
  // The wizard scrolls to its top, which jsdom cannot.
  jest.spyOn(window, 'scrollTo').mockReturnValue();
  const fetch = jest.fn(
    async (_url: URL | RequestInfo, _init?: RequestInit) => {
      return answers.shift() ?? Response.error();
    },
  );
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [fetchApiRef, { fetch }],
        [discoveryApiRef, { getBaseUrl: async (id: string) => `/api/${id}` }],
      ]}
    >
      <SecretsContextProvider>
        <Stepper
          manifest={manifest}
          extensions={[{ name: 'DeliveryReview', component: ReviewField }]}
          onCreate={async () => {}}
        />
      </SecretsContextProvider>
    </TestApiProvider>,
  );
  fireEvent.change(await screen.findByLabelText('Name'), {
    target: { value: 'rain' },
  });
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));
  return fetch;
}

const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });

describe('DeliveryReview', () => {
  it('shows the preview of the API server and the files for the form values', async () => {
    const fetch = await open([json(preview)]);
    expect(
      await screen.findByText('Rejected: exceeded quota: compute'),
    ).toBeVisible();
    expect(
      screen.getByText('Some objects were rejected, so none would be applied'),
    ).toBeVisible();
    expect(screen.getByText('spec.x is old')).toBeVisible();
    expect(screen.getByText(/^Deleted: in the apply/)).toBeVisible();
    expect(
      screen.getByText('Dry run in staging failed: It does not answer'),
    ).toBeVisible();
    expect(screen.getByText('# Rain')).toBeVisible();
    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe('/api/scaffolder/delivery/preview');
    expect(JSON.parse(String(init?.body))).toMatchObject({
      templateRef: 'template:default/service',
      values: { name: 'rain' },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Dockerfile' }));
    expect(screen.getByText('FROM scratch')).toBeVisible();
  });

  it('shows why there is no preview, and tries again', async () => {
    await open([
      json({ error: { name: 'InputError', message: 'No such template' } }, 400),
      json(preview),
    ]);
    expect(await screen.findByText(/No such template/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('# Rain')).toBeVisible();
  });
});
