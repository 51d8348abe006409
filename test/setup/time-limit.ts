/**
 * Tests with processes of their own may take long on a busy machine. This limit exceeds those of `eventually`, so that a
 * failing test ends with the error of its assertion.
 */
import { jest } from '@jest/globals';

jest.setTimeout(300_000);
