import type { Service, ServiceState } from './demoRepository.ts';
import { toolchains } from './toolchains.ts';
import type { Toolchain } from './toolchains.ts';

/** All files of a service's repository, by path. */
export function serviceFiles(
  service: Service,
  state: ServiceState,
): Record<string, string> {
  const toolchain = toolchains[service.language];
  if (!toolchain) {
    throw new Error(
      `${service.name} has the language '${service.language}'. Known: ${Object.keys(toolchains).join(', ')}`,
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
  const analysis: Stage = [
    'SonarQube',
    "withSonarQubeEnv('harbour') { sh 'sonar-scanner' }",
    'waitForQualityGate abortPipeline: true',
  ];
  const acceptance: Stage = [
    'Robot Framework',
    "sh 'robot --outputdir robot tests'",
  ];
  const lines = [
    ...stage(['Checkout', 'checkout scm']),
    ...stage(['Build', `sh '${build}'`]),
    ...stage(['Unit tests', `sh '${unitTests}'`, `junit '${reports}'`]),
    ...(toolchain.hasParallelChecks
      ? parallel('Checks', [analysis, acceptance])
      : [analysis, acceptance].flatMap(stage)),
    ...stage(['Image', `sh 'docker build -t ${image} .'`]),
    ...stage(['Push', `sh 'docker push ${image}'`]),
    ...stage(['Deploy to dev', deploy('dev')]),
    ...stage(['Approve', `input message: 'Deploy to staging?', id: 'staging'`]),
    ...stage(['Deploy to staging', deploy('staging')]),
  ];
  return [
    'pipeline {',
    '  agent any',
    '  stages {',
    ...lines.map(line => `    ${line}`),
    '  }',
    '}\n',
  ].join('\n');
}

type Stage = [name: string, ...steps: string[]];

function stage([title, ...steps]: Stage): string[] {
  return [
    `stage('${title}') {`,
    '  steps {',
    ...steps.map(step => `    ${step}`),
    '  }',
    '}',
  ];
}

function parallel(title: string, stages: Stage[]): string[] {
  return [
    `stage('${title}') {`,
    '  parallel {',
    ...stages.flatMap(stage).map(line => `    ${line}`),
    '  }',
    '}',
  ];
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
