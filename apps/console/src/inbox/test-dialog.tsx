import { Dialog } from '../parts/dialogs/dialog.tsx';
import { TestCallback } from './test-callback.tsx';

/** The test of the way of callbacks, above whichever list is shown. */
export const TestDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog isOpen onClose={onClose} title="Test callback">
    <TestCallback onShow={onClose} />
  </Dialog>
);
