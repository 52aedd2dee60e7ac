import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Tests wait for conditions. These limits only end a test that hangs, also on a busy machine.
configure({ asyncUtilTimeout: 30_000 });
jest.setTimeout(120_000);
