/** Loaded into a worker by `--import`: removes the state check from its transaction, to see that the chaos check then fails. */
import { replaceSource } from '../replace-source.ts';

replaceSource('/claim-callbacks.ts', ' and processing_status in ${inList(UNFINISHED_INBOX_STATES)}', '');
