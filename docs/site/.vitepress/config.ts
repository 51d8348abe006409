import { fileURLToPath } from 'node:url';
import { defineConfig, type MarkdownRenderer } from 'vitepress';
import { refuseForeign } from '../foreign-requests.ts';
import { anchorOf, fileOf, resolveLink } from '../links.ts';
import { isPage, siteFile } from '../pages.ts';
import { sidebarItems } from '../sidebar.ts';

/** The site of the documentation. Its pages are Markdown files of the repository, which GitHub shows as well. */
export default defineConfig({
  title: 'Trunkline',
  description: 'A durable inbox and call-lifecycle engine for Twilio Voice',
  srcDir: '../..',
  srcExclude: ['{bench,packages,prisma,test}/**', 'apps/*/{src,prompts,test}/**'],
  rewrites: (file) => (isPage(file) ? siteFile(file) : file),
  outDir: '../../.cache/docs/site',
  cacheDir: '../../.cache/docs/vite',
  // No icon: browsers would ask for /favicon.ico.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: { anchor: { slugify: anchorOf }, config: useRepository },
  themeConfig: {
    sidebar: sidebarItems(),
    outline: [2, 3],
    search: { provider: 'local' },
  },
  buildEnd: ({ outDir }) => refuseForeign(outDir),
  // Pages lie outside of the folder that has Vue.
  vite: { resolve: { alias: { vue: fileURLToPath(new URL('../node_modules/vue', import.meta.url)) } } },
});

/** Resolves links in the repository, and leaves diagrams to the component `Mermaid`. */
function useRepository(md: MarkdownRenderer): void {
  md.core.ruler.push('links_of_the_repository', ({ tokens, env }) => {
    const path: string | undefined = env.realPath ?? env.path;
    if (path === undefined) return; // a title by itself
    const from = fileOf(path);
    let isSource = false;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === 'link_open') {
        const target = resolveLink(from, token.attrGet('href') ?? '');
        isSource = 'source' in target;
        if ('address' in target) token.attrSet('href', target.address);
        else token.attrs = Object.entries({ class: 'source', title: target.source });
      }
      if (isSource && token.type.startsWith('link_')) token.tag = 'span';
      if (token.type === 'link_close') isSource = false;
    }
  });
  const fence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index]!;
    return info.trim() === 'mermaid'
      ? `<Mermaid source="${encodeURIComponent(content)}" />`
      : fence(tokens, index, ...rest);
  };
}
