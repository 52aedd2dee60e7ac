import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from '../../dev/privateFile.ts';
import type { EmulatedAnalysis } from '../../sonarqube/SonarQubeEmulator.ts';
import { TextLog } from '../model.ts';
import type { EmulatedBuild, EmulatedItem } from '../model.ts';

type SavedBuild = Omit<EmulatedBuild, 'log' | 'artifacts'> & {
  log: string;
  artifacts: { path: string; content: string }[];
};

type SavedItem = Omit<EmulatedItem, 'builds' | 'items'> & {
  builds: SavedBuild[];
  items: SavedItem[];
};

/** Saves the analyses of SonarQube. */
export function saveAnalyses(file: string, analyses: EmulatedAnalysis[]): void {
  writePrivateFile(file, JSON.stringify(analyses));
}

/** Reads the saved analyses. */
export function loadAnalyses(file: string): EmulatedAnalysis[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** Saves jobs and builds in a file, so that build numbers are unique. */
export function saveItems(file: string, items: EmulatedItem[]): void {
  writePrivateFile(file, JSON.stringify(items.map(saved)));
}

/** Reads the saved jobs and builds. A build that was running when the process ended is aborted. */
export function loadItems(file: string): EmulatedItem[] {
  if (!existsSync(file)) return [];
  const items: SavedItem[] = JSON.parse(readFileSync(file, 'utf8'));
  return items.map(loaded);
}

function saved(item: EmulatedItem): SavedItem {
  return {
    ...item,
    builds: item.builds.map(build => ({
      ...build,
      log: build.log.read(0, build.log.size()).toString('utf8'),
      artifacts: build.artifacts.map(({ path, content }) => ({
        path,
        content: content.toString('base64'),
      })),
    })),
    items: item.items.map(saved),
  };
}

function loaded(item: SavedItem): EmulatedItem {
  return {
    ...item,
    builds: item.builds.map(build => ({
      ...build,
      result: build.result ?? 'ABORTED',
      inputs: build.result ? build.inputs : [],
      log: TextLog.of(build.log),
      artifacts: build.artifacts.map(({ path, content }) => ({
        path,
        content: Buffer.from(content, 'base64'),
      })),
    })),
    items: item.items.map(loaded),
  };
}
