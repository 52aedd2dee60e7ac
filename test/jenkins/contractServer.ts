// Serves the jobs of the contract tests until its standard input ends.
import { SonarQubeEmulator } from '../sonarqube/SonarQubeEmulator.ts';
import { contractWorld } from './contractWorld.ts';

const sonarqube = SonarQubeEmulator.create({ token: 'token-of-the-portal' });
await sonarqube.listen();
const emulator = contractWorld(sonarqube);
await emulator.listen();
process.stdin.on('end', () => process.exit()).resume();
process.stdout.write(`${emulator.url} ${sonarqube.url}\n`);
