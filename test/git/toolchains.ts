import type { Service, ServiceState } from './demoRepository.ts';

/** Build, test and layout of a language. */
export interface Toolchain {
  build: string;
  unitTests: string;
  reports: string;
  image: string;
  run: string;
  /** Whether the checks of a build run in parallel */
  hasParallelChecks?: boolean;
  files(service: Service, state: ServiceState): Record<string, string>;
}

/** Toolchains by language, as in the tags of the catalog. */
export const toolchains: Record<string, Toolchain> = {
  java: {
    build: 'mvn -B package -DskipTests',
    unitTests: 'mvn -B verify',
    reports: 'target/surefire-reports/*.xml',
    image: 'eclipse-temurin:21-jre',
    run: '["java", "-jar", "/srv/target/service.jar"]',
    files: (service, { version, behaviours }) => ({
      'pom.xml': [
        '<project xmlns="http://maven.apache.org/POM/4.0.0">',
        '  <modelVersion>4.0.0</modelVersion>',
        '  <groupId>example.harbour</groupId>',
        `  <artifactId>${service.name}</artifactId>`,
        `  <version>${version}</version>`,
        '</project>\n',
      ].join('\n'),
      [`src/main/java/example/harbour/${className(service)}.java`]: [
        'package example.harbour;\n',
        'import java.util.List;\n',
        `/** ${service.description}. */`,
        `public final class ${className(service)} {`,
        '  static final List<String> BEHAVIOURS = List.of(',
        behaviours.map(text => `      ${JSON.stringify(text)}`).join(',\n'),
        '  );\n',
        '  public static void main(String[] args) {',
        '    BEHAVIOURS.forEach(System.out::println);',
        '  }\n}\n',
      ].join('\n'),
    }),
  },
  go: {
    build: 'go build ./...',
    unitTests: 'go test ./...',
    reports: 'report.xml',
    image: 'gcr.io/distroless/static',
    run: '["/srv/service"]',
    files: (service, { version, behaviours }) => ({
      'go.mod': `module git.harbour.example/harbour/${service.name}\n\ngo 1.26\n`,
      VERSION: `${version}\n`,
      'main.go': [
        `// Command ${service.name}: ${service.description}.`,
        'package main\n',
        'import "fmt"\n',
        'var behaviours = []string{',
        ...behaviours.map(text => `\t${JSON.stringify(text)},`),
        '}\n',
        'func main() {',
        '\tfor _, behaviour := range behaviours {',
        '\t\tfmt.Println(behaviour)',
        '\t}\n}\n',
      ].join('\n'),
    }),
  },
  nodejs: {
    build: 'npm ci && npm run build',
    unitTests: 'npm test',
    reports: 'reports/junit.xml',
    image: 'node:22-slim',
    run: '["node", "/srv/src/index.js"]',
    hasParallelChecks: true,
    files: (service, { version, behaviours }) => ({
      'package.json': `${JSON.stringify(
        {
          name: `@harbour/${service.name}`,
          version,
          description: service.description,
          type: 'module',
          main: 'src/index.js',
        },
        undefined,
        2,
      )}\n`,
      'src/index.js': [
        'export const behaviours = [',
        ...behaviours.map(text => `  ${JSON.stringify(text)},`),
        '];\n',
        "console.log(behaviours.join('\\n'));\n",
      ].join('\n'),
    }),
  },
  python: {
    build: 'python -m build',
    unitTests: 'pytest --junitxml=report.xml',
    reports: 'report.xml',
    image: 'python:3.13-slim',
    run: '["python", "/srv/service.py"]',
    files: (service, { version, behaviours }) => ({
      'pyproject.toml': `[project]\nname = "${service.name}"\nversion = "${version}"\n`,
      'service.py': [
        `"""${service.description}."""\n`,
        'BEHAVIOURS = [',
        ...behaviours.map(text => `    ${JSON.stringify(text)},`),
        ']\n',
        'if __name__ == "__main__":',
        '    print("\\n".join(BEHAVIOURS))\n',
      ].join('\n'),
    }),
  },
};

function className({ name }: Service): string {
  return name.replaceAll(/(^|-)(\w)/g, (_match, _dash, letter: string) =>
    letter.toUpperCase(),
  );
}
