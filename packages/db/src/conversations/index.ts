export { nameContacts } from './name-contacts.ts';
export { touchConversations } from './touch-conversations.ts';
export {
  countConversations,
  findConversation,
  listConversations,
  type ConversationRow,
  type LastMessageRow,
} from './list-conversations.ts';
export { listMessages, type MessageRow } from './list-messages.ts';
export { findContact, listContacts, type ContactRow } from './list-contacts.ts';
