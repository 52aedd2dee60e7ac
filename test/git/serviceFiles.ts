import type { Service, ServiceState } from './demoRepository.ts';
import { toolchains } from './toolchains.ts';
import type { Toolchain } from './toolchains.ts';

/** Every file of a service's repository, by path. */
export function serviceFiles(
  service: Service,
  state: ServiceState,
): Record<string, string> {
  const toolchain = toolchains[service.language];
  if (!toolchain) {
    throw new Error(
      `${service.name} is in '${service.language}'; known are ${Object.keys(toolchains).join(', ')}`,
    );
  }
  return {
    'README.md': `# ${service.name}\n\n${service.description}.\n\nBuild: \`${toolchain.build}\`. Test: \`${toolchain.unitTests}\`.\n`,
    'CHANGELOG.md': changelog(state),
    Dockerfile: `FROM ${toolchain.image}\nCOPY . /srv\nUSER 10001\nCMD ${toolchain.run}\n`,
    Jenkinsfile: jenkinsfile(service, toolchain),
    'tests/smoke.robot': smokeTest(service),
    ...toolchain.files(service, state),
    ...(state.isDescribed && { 'catalog-info.yaml': service.entity }),
  };
}

function changelog({ releases }: ServiceState): string {
  return [
    '# Changelog\n',
    ...releases.flatMap(({ version, changes }) => [
      `## ${version}\n`,
      ...changes.map(change => `- ${change}`),
      '',
    ]),
  ].join('\n');
}

function jenkinsfile({ name }: Service, toolchain: Toolchain): string {
  const { build, unitTests, reports } = toolchain;
  const image = `registry.harbour.example/harbour/${name}:$BUILD_TAG`;
  const deploy = (environment: string) =>
    `sh 'deploy --service ${name} --environment ${environment} --revision $GIT_COMMIT'`;
  const stages: [name: string, ...steps: string[]][] = [
    ['Checkout', 'checkout scm'],
    ['Build', `sh '${build}'`],
    ['Unit tests', `sh '${unitTests}'`, `junit '${reports}'`],
    [
      'SonarQube',
      "withSonarQubeEnv('harbour') { sh 'sonar-scanner' }",
      'waitForQualityGate abortPipeline: true',
    ],
    ['Robot Framework', "sh 'robot --outputdir robot tests'"],
    ['Image', `sh 'docker build -t ${image} .'`],
    ['Push', `sh 'docker push ${image}'`],
    ['Deploy to dev', deploy('dev')],
    ['Approve', `input message: 'Deploy to staging?', id: 'staging'`],
    ['Deploy to staging', deploy('staging')],
  ];
  return [
    'pipeline {',
    '  agent any',
    '  stages {',
    ...stages.flatMap(([title, ...steps]) => [
      `    stage('${title}') {`,
      '      steps {',
      ...steps.map(step => `        ${step}`),
      '      }',
      '    }',
    ]),
    '  }',
    '}\n',
  ].join('\n');
}

function smokeTest({ name }: Service): string {
  return [
    '*** Settings ***',
    'Library    RequestsLibrary\n',
    '*** Test Cases ***',
    `${name} says that it is well`,
    '    [Tags]    critical',
    `    GET    http://${name}/health\n`,
  ].join('\n');
}
