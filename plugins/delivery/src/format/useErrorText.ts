import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import { useCallback } from 'react';
import { useCodedText } from './useCodedText';

/** Puts the error of a request into the viewer's language. */
export function useErrorText(): (error: unknown) => string {
  const problemText = useCodedText('problem');
  return useCallback(error => problemText(problemOf(error)), [problemText]);
}
