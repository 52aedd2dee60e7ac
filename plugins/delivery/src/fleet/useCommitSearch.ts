import { useApi } from '@backstage/core-plugin-api';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  CommitSearch,
} from '@fairway/backstage-plugin-delivery-common';
import { useEffect, useState } from 'react';
import { deliveryApiRef } from '../api/DeliveryApi';

/** Time from the last typed character to the search. */
const TYPING_MS = 300;
/** Shortest text that the backend searches for. */
const MIN_LENGTH = 3;
/** Beginning of a commit hash, or a version such as `1.4` or `v2`. */
const COMMIT_OR_VERSION = /^(?:[0-9a-f]{4,64}|v?\d+\.\w[\w.+-]*|v\d+)$/i;

/** State of a search for recorded commits and versions. */
export type CommitSearchState =
  | { status: 'none' }
  | { status: 'running' }
  | { status: 'done'; value: CommitSearch }
  | { status: 'failed'; problem: CodedMessage };

/** Whether a text looks like the beginning of a commit hash or a version. */
export function isCommitOrVersion(text: string): boolean {
  return COMMIT_OR_VERSION.test(text.trim());
}

/**
 * Recorded commits and versions that match a text.
 *
 * @param isWanted - whether to search for the text
 */
export function useCommitSearch(
  text: string,
  isWanted: boolean,
): { state: CommitSearchState; retry: () => void } {
  const api = useApi(deliveryApiRef);
  const search = text.trim();
  const isSearched = isWanted && search.length >= MIN_LENGTH;
  const [result, setResult] = useState<{
    search: string;
    state: CommitSearchState;
  }>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!isSearched) return undefined;
    const abort = new AbortController();
    const { signal } = abort;
    const show = (state: CommitSearchState) => {
      if (!signal.aborted) setResult({ search, state });
    };
    const timer = setTimeout(
      () =>
        api.searchCommits(search, { signal }).then(
          value => show({ status: 'done', value }),
          error => show({ status: 'failed', problem: problemOf(error) }),
        ),
      TYPING_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [api, search, isSearched, attempt]);

  // Until the answer for this text is known, the search is running.
  const current: CommitSearchState =
    result?.search === search ? result.state : { status: 'running' };
  return {
    state: isSearched ? current : { status: 'none' },
    retry: () => {
      setResult(undefined);
      setAttempt(attempt + 1);
    },
  };
}
