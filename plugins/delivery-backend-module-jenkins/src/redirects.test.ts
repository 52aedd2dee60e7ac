import { ConfigReader } from '@backstage/config';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';
import { confirmsWrite, isSignInPage } from './redirects';

describe('confirmsWrite', () => {
  const base = 'https://ci.example/ci';
  const from = new URL(`${base}/job/shop/job/main/7/stop`);
  const confirms = (target: string) =>
    confirmsWrite(base, from, new URL(target, from));

  it.each([
    'https://ci.example/ci/job/shop/job/main/7/',
    '../',
    '/ci/',
    // Jenkins does not know that TLS ends in front of it
    'http://ci.example/ci/job/shop/job/main/7/',
    'http://ci.example:8080/ci/',
    // Jenkins' own root URL
    'http://jenkins.internal:8080/job/shop/job/main/7/',
    'http://jenkins.internal:8080/job/shop/job/main/',
    'http://jenkins.internal:8080/queue/item/5/',
  ])('a redirect to %s confirms a write', target => {
    expect(confirms(target)).toBe(true);
  });

  it.each([
    'https://sso.example/auth?redirect_uri=https%3A%2F%2Fci.example',
    'https://idp.example/saml2/request?SAMLRequest=x',
    '/ci/login?from=%2F',
    '/ci/securityRealm/commenceLogin',
    '/ci/oauth2/start?rd=%2Fci%2Fjob%2Fshop',
    // The same page at another address: the request has not reached Jenkins
    'https://new-ci.example/ci/job/shop/job/main/7/stop',
    'http://ci.example/ci/job/shop/job/main/7/stop/',
    'https://other.example/',
    'https://other.example/job/shop2/',
  ])('a redirect to %s does not', target => {
    expect(confirms(target)).toBe(false);
  });
});

it.each([
  ['<form><input name="u"><input type="password" name="p"></form>', true],
  ['<form method="post"><input type="hidden" name="SAMLRequest"/>', true],
  ['<title>Sign in to Example</title>', true],
  ['A proxy says hello', false],
])('the page %j asks to sign in: %j', (html, is) => {
  expect(isSignInPage(html)).toBe(is);
});

describe('the words for a request that is not answered', () => {
  let jenkins: FakeJenkins;
  const { signal } = new AbortController();
  const job = { server: 'default', job: 'shop' };

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
  });

  afterEach(async () => jenkins.stop());

  const codeOf = (answer: Parameters<FakeJenkins['answer']>[1], more = {}) => {
    jenkins.answer('GET job/shop/api/json', answer);
    const provider = JenkinsProvider.fromConfig(
      new ConfigReader({ jenkins: { baseUrl: jenkins.url, ...more } }),
    );
    return provider.listPipelines(job, { signal }).then(
      () => undefined,
      error => [error.name, error.problem.code],
    );
  };
  const redirect = (location: string) => ({
    text: '',
    status: 302,
    headers: { location },
  });
  const account = { username: 'fairway', apiKey: 'key' };

  it.each([
    [
      { text: '', status: 401 },
      account,
      ['NotAllowedError', 'jenkinsCredentialsRejected'],
    ],
    [
      { text: '', status: 401 },
      {},
      ['NotAllowedError', 'jenkinsCredentialsMissing'],
    ],
    [
      { text: '', status: 403 },
      account,
      ['NotAllowedError', 'jenkinsReadForbidden'],
    ],
    [{ text: '', status: 404 }, account, ['NotFoundError', 'jenkinsNotFound']],
    [
      redirect('https://sso.example/auth?client_id=x'),
      account,
      ['NotAllowedError', 'jenkinsSignInRequired'],
    ],
    [
      redirect('/ci/login?from=%2F'),
      account,
      ['NotAllowedError', 'jenkinsSignInRequired'],
    ],
    [
      redirect('/ci/login?from=%2F'),
      {},
      ['NotAllowedError', 'jenkinsReadForbidden'],
    ],
    [
      redirect('https://new-ci.example/ci/job/shop/api/json'),
      account,
      ['ServiceUnavailableError', 'jenkinsRedirected'],
    ],
    [
      { text: '<input type="password">' },
      account,
      ['NotAllowedError', 'jenkinsSignInRequired'],
    ],
    [
      { text: 'A proxy says hello' },
      account,
      ['ServiceUnavailableError', 'jenkinsNotJson'],
    ],
  ])('say what to do: %j, %j', async (answer, credentials, expected) => {
    await expect(codeOf(answer, credentials)).resolves.toEqual(expected);
  });

  it('say that a change may have been made, except for one that can be checked', async () => {
    const provider = JenkinsProvider.fromConfig(
      new ConfigReader({ jenkins: { baseUrl: jenkins.url, ...account } }),
    );
    const run = { ...job, fullName: 'shop', number: 7 };
    jenkins.answer('POST job/shop/7/stop', redirect('https://x.example/'));
    await expect(
      provider.performAction({ kind: 'stop', run }, { signal }),
    ).rejects.toMatchObject({ problem: { code: 'jenkinsWriteRedirected' } });
    let keepLog = false;
    jenkins.answer('GET job/shop/7/api/json', (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ keepLog })),
    );
    jenkins.answer('POST job/shop/7/toggleLogKeep', (_, response) => {
      keepLog = true;
      response.writeHead(302, { location: 'https://x.example/' }).end();
    });
    await expect(
      provider.performAction({ kind: 'keep', run, keep: true }, { signal }),
    ).resolves.toEqual({ state: 'done' });
  });

  it('name the missing permission if a crumb is required but there are none', async () => {
    const provider = JenkinsProvider.fromConfig(
      new ConfigReader({ jenkins: { baseUrl: jenkins.url, ...account } }),
    );
    jenkins.answer('POST job/shop/7/stop', {
      status: 403,
      text: 'No valid crumb was included in the request',
    });
    const run = { ...job, fullName: 'shop', number: 7 };
    await expect(
      provider.performAction({ kind: 'stop', run }, { signal }),
    ).rejects.toMatchObject({ problem: { code: 'jenkinsChangeForbidden' } });
  });
});
