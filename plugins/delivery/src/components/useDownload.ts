import { useApi } from '@backstage/core-plugin-api';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type { CodedMessage } from '@fairway/backstage-plugin-delivery-common';
import { useCallback, useState } from 'react';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { PipelinesApi, RunRef } from '../api/PipelinesApi';

/** Saves a file of a run. The request carries the viewer's token, so a plain link cannot replace it. */
export function useDownload(run: RunRef): {
  save: (
    file: Parameters<PipelinesApi['download']>[1],
    name: string,
  ) => Promise<void>;
  problem?: CodedMessage;
} {
  const api = useApi(pipelinesApiRef);
  const [problem, setProblem] = useState<CodedMessage>();
  const save = useCallback(
    async (file: Parameters<PipelinesApi['download']>[1], name: string) => {
      try {
        setProblem(undefined);
        const url = URL.createObjectURL(await api.download(run, file));
        const link = document.createElement('a');
        link.href = url;
        link.download = name;
        link.click();
        URL.revokeObjectURL(url);
      } catch (error) {
        setProblem(problemOf(error));
      }
    },
    [api, run],
  );
  return { save, problem };
}
