import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useState } from 'react';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { PipelinesApi, RunRef } from '../api/PipelinesApi';
import { errorMessage } from '../api/errorMessage';

/** Saves a file of a run: with the portal's token, so that no address of it can be opened. */
export function useDownload(run: RunRef): {
  save: (
    what: Parameters<PipelinesApi['download']>[1],
    name: string,
  ) => Promise<void>;
  problem?: string;
} {
  const api = useApi(pipelinesApiRef);
  const [problem, setProblem] = useState<string>();
  const save = useCallback(
    async (what: Parameters<PipelinesApi['download']>[1], name: string) => {
      try {
        setProblem(undefined);
        const url = URL.createObjectURL(await api.download(run, what));
        const link = document.createElement('a');
        link.href = url;
        link.download = name;
        link.click();
        URL.revokeObjectURL(url);
      } catch (error) {
        setProblem(errorMessage(error));
      }
    },
    [api, run],
  );
  return { save, problem };
}
