export { conversation, conversationsPage, conversationsQuery, messagesPage, messagesQuery } from './conversations.ts';
export { contact, contactsPage, contactsQuery } from './contacts.ts';
