// Serves the world that contract tests ask about, until its standard input ends.
import { contractWorld } from './contractWorld.ts';

const emulator = contractWorld();
await emulator.listen();
process.stdin.on('end', () => process.exit()).resume();
process.stdout.write(`${emulator.url}\n`);
