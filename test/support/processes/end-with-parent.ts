/**
 * Imported by runs that start servers: when npm or the shell that started the run is killed, the run ends too, and its
 * servers with it. Jest preloads it, in its workers as well.
 */
import { onParentEnd } from '../../../apps/local/src/supervision/on-parent-end.ts';

onParentEnd(() => process.kill(process.pid, 'SIGTERM'));
