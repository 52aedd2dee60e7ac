import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import {
  ScmIntegrationsApi,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import {
  MockConfigApi,
  TestApiProvider,
  renderInTestApp,
} from '@backstage/test-utils';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { service } from '../../dev/fixtures';
import { RepositoryField, validateRepository } from './RepositoryField';
import { ServiceNameField, validateServiceName } from './ServiceNameField';

const manifest = (options: object) => ({
  title: 'New service',
  steps: [
    {
      title: 'Basics',
      schema: {
        properties: {
          name: {
            title: 'Name',
            type: 'string',
            'ui:field': 'DeliveryServiceName',
            'ui:options': { repositoryOwner: 'harbour' },
          },
        },
      },
    },
    {
      title: 'Repository',
      schema: {
        properties: {
          repoUrl: {
            title: 'Repository',
            type: 'string',
            'ui:field': 'DeliveryRepository',
            'ui:options': options,
          },
        },
      },
    },
  ],
});

/** Replaces the picker of the scaffolder, which plugins may not import. */
function RepoUrlPicker({
  formData,
  onChange,
  uiSchema,
}: FieldExtensionComponentProps<string>) {
  return (
    <input
      aria-label={`One of ${uiSchema['ui:options']?.allowedHosts}`}
      value={formData ?? ''}
      onChange={event => onChange(event.target.value)}
    />
  );
}

/** Wizard of two pages, with a backend that has some repositories. */
async function open(
  taken: string[],
  answer = (body: object) => Response.json(body),
  options: object = { allowedHosts: ['git.example'] },
) {
  const onCreate = jest.fn(async () => {});
  const config = new MockConfigApi({
    integrations: {
      gitea: [{ host: 'git.example' }, { host: 'other.example' }],
    },
  });
  const checked: string[] = [];
  const fetch = async (address: RequestInfo | URL) => {
    const url = new URL(String(address));
    expect(url.pathname).toBe('/api/scaffolder/delivery/repository');
    const repository = url.searchParams.get('url') ?? '';
    checked.push(repository);
    return answer({ isTaken: taken.includes(repository) });
  };
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalogApiMock({ entities: [service] })],
        [scmIntegrationsApiRef, ScmIntegrationsApi.fromConfig(config)],
        [
          discoveryApiRef,
          { getBaseUrl: async id => `http://portal.example/api/${id}` },
        ],
        [fetchApiRef, { fetch }],
      ]}
    >
      <SecretsContextProvider>
        <Stepper
          manifest={manifest(options)}
          extensions={[
            {
              name: 'DeliveryServiceName',
              component: ServiceNameField,
              validation: validateServiceName,
            },
            { name: 'RepoUrlPicker', component: RepoUrlPicker },
            {
              name: 'DeliveryRepository',
              component: RepositoryField,
              validation: validateRepository,
            },
          ]}
          onCreate={onCreate}
        />
      </SecretsContextProvider>
    </TestApiProvider>,
  );
  const fill = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const press = async (name: string) =>
    userEvent.click(await screen.findByRole('button', { name }));
  return { onCreate, checked, fill, press };
}

const PICKER = 'One of git.example';

describe('template fields for a new repository', () => {
  // The wizard scrolls to its top, which jsdom cannot.
  beforeEach(() => jest.spyOn(window, 'scrollTo').mockReturnValue());

  it('reject a name and a location that a repository has, both at once', async () => {
    const { onCreate, checked, fill, press } = await open([
      `https://other.example/harbour/${service.metadata.name}`,
      'https://git.example/harbour/rain',
      'https://git.example/berths/tide-watch',
    ]);
    await screen.findByLabelText('Name');
    fill('Name', service.metadata.name);
    await press('Next');
    const described = await screen.findAllByText(
      `${service.metadata.name} already exists in the catalog.`,
    );
    expect(described[0]).toBeVisible();
    const elsewhere = screen.getAllByText(
      /^other.example already has a repository harbour\/\S+\./,
    );
    expect(elsewhere[0]).toBeVisible();
    fill('Name', 'rain');
    await press('Next');
    const here = await screen.findAllByText(
      /^git.example already has a repository harbour\/rain\./,
    );
    expect(here[0]).toBeVisible();
    fill('Name', 'tide-watch');
    await press('Next');

    await screen.findByLabelText(PICKER);
    fill(PICKER, 'git.example?owner=berths');
    await press('Review');
    const incomplete = await screen.findAllByText(
      /^Enter the host, owner and name/,
    );
    expect(incomplete[0]).toBeVisible();
    fill(PICKER, 'git.example?owner=berths&repo=tide-watch');
    await press('Review');
    const taken = await screen.findAllByText(
      /^git.example already has a repository berths\/tide-watch\./,
    );
    expect(taken[0]).toBeVisible();
    fill(PICKER, 'git.example?owner=harbour&repo=tide-watch');
    await press('Review');
    await press('Create');
    expect(onCreate).toHaveBeenCalledWith({
      name: 'tide-watch',
      repoUrl: 'git.example?owner=harbour&repo=tide-watch',
    });
    expect(checked).not.toContain('https://other.example/berths/tide-watch');
  });

  it('propose the first Gitea where the template names no host', async () => {
    const { fill, press, onCreate } = await open([], undefined, {});
    await screen.findByLabelText('Name');
    fill('Name', 'tide-watch');
    await press('Next');
    const picker = await screen.findByLabelText(
      'One of git.example,other.example',
    );
    expect(picker).toHaveValue('git.example?repo=tide-watch');
    fill(
      'One of git.example,other.example',
      'git.example?owner=harbour&repo=tide-watch',
    );
    await press('Review');
    await press('Create');
    await waitFor(() => expect(onCreate).toHaveBeenCalled());
  });

  it('accept a location that cannot be checked, and check only the configured Gitea', async () => {
    const { checked, fill, press, onCreate } = await open([], () =>
      Response.json(
        { error: { message: 'git.example does not answer' } },
        { status: 503 },
      ),
    );
    await screen.findByLabelText('Name');
    fill('Name', 'tide-watch');
    await press('Next');
    await screen.findByLabelText(PICKER);
    expect(checked).toEqual([
      'https://git.example/harbour/tide-watch',
      'https://other.example/harbour/tide-watch',
    ]);
    fill(PICKER, 'github.com?owner=harbour&repo=tide-watch');
    await press('Review');
    await press('Create');
    await waitFor(() => expect(onCreate).toHaveBeenCalled());
    expect(checked).toHaveLength(2);
  });
});
