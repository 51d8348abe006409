/** Loaded into ingest by `--import`: files of the spool are no longer synced, to see that the chaos check then fails. */
import { replaceSource } from '../replace-source.ts';

replaceSource('/spool/spool-folder.ts', 'await file.sync();', '');
