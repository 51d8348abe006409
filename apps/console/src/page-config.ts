/** What `apps/api` writes into the page; see console-page.ts there. */
export type PageConfig = { badge: 'DEMO' | 'STAGING' | null; isDevelopment: boolean };

const contentOf = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';

/** Under the development server nothing fills the page in. */
function readPageConfig(): PageConfig {
  const content = contentOf('trunkline');
  return content.startsWith('{') ? (JSON.parse(content) as PageConfig) : { badge: null, isDevelopment: true };
}

export const pageConfig = readPageConfig();

/** Lets the styles that components insert pass the content policy. */
export const pageNonce = contentOf('csp-nonce');

/** Every call of a demo is simulated, and says so. */
export const isDemo = pageConfig.badge === 'DEMO';
