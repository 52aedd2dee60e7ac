import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { useActionErrorText } from './useActionErrorText';

function ErrorText({ error }: { error: unknown }) {
  return <output>{useActionErrorText()(error)}</output>;
}

async function textOf(error: unknown): Promise<string | null> {
  await renderInTestApp(<ErrorText error={error} />);
  return screen.getByRole('status').textContent;
}

const conflict = (details: object) =>
  ResponseError.fromResponse(
    Response.json(
      {
        error: { name: 'ConflictError', message: 'Refused', ...details },
        response: { statusCode: 409 },
      },
      { status: 409 },
    ),
  );

describe('useActionErrorText', () => {
  it('lists the refusals of a refused action', async () => {
    const refusals = ['No changes until Monday', 'Give a ticket'].map(
      (message, index) => ({ code: `policy${index}`, values: {}, message }),
    );
    expect(await textOf(await conflict({ refusals }))).toBe(
      'No changes until Monday\nGive a ticket',
    );
  });

  it('shows the outcome of a failed action', async () => {
    const outcome = { code: 'custom', values: {}, message: 'The job is gone' };
    expect(await textOf(await conflict({ outcome }))).toBe('The job is gone');
  });

  it('shows the message of any other error', async () => {
    expect(await textOf(await conflict({}))).toBe('Refused');
  });
});
