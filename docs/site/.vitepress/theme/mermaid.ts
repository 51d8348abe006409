import mermaidUrl from '@mermaid-js/tiny/dist/mermaid.tiny.js?url';
import { useData } from 'vitepress';
import { defineComponent, h, nextTick, onBeforeUnmount, onMounted, ref, useId, watch } from 'vue';

type Renderer = {
  initialize(options: typeof OPTIONS & { theme: 'default' | 'dark' }): void;
  render(id: string, source: string): Promise<{ svg: string }>;
};

/** A diagram, drawn when it comes near the window. Until then, and without scripts, its source. */
export const Mermaid = defineComponent({
  props: { source: { type: String, required: true } },
  setup(props) {
    const { isDark } = useData();
    const source = decodeURIComponent(props.source);
    const id = `diagram-${useId()}`;
    const frame = ref<HTMLElement>();
    const picture = ref('');
    const isWide = ref(false);
    const draw = async (): Promise<void> => {
      const mermaid = await loadMermaid();
      mermaid.initialize({ ...OPTIONS, theme: isDark.value ? 'dark' : 'default' });
      picture.value = (await mermaid.render(id, source)).svg;
    };
    let observer: IntersectionObserver | undefined;
    onMounted(() => {
      observer = new IntersectionObserver(
        (entries) => {
          if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
          observer?.disconnect();
          void enqueue(draw);
        },
        { rootMargin: '400px' },
      );
      observer.observe(frame.value!);
    });
    onBeforeUnmount(() => observer?.disconnect());
    watch(isDark, () => picture.value && void enqueue(draw));
    /** In its own size, or as wide as the page. The middle of a wide one is in sight. */
    const resize = async (): Promise<void> => {
      isWide.value = !isWide.value;
      await nextTick();
      const { scrollWidth, clientWidth } = frame.value!;
      frame.value!.scrollLeft = (scrollWidth - clientWidth) / 2;
    };
    const drawn = () =>
      h('button', {
        type: 'button',
        title: isWide.value ? 'Show all of it' : 'Show it larger',
        'aria-pressed': isWide.value,
        style: { '--own-width': `${widthOf(picture.value)}px` },
        innerHTML: picture.value,
        onClick: resize,
      });
    return () => h('div', { class: 'diagram', ref: frame }, picture.value ? drawn() : h('pre', source));
  },
});

/** Pixels; the third number of the view box. */
const widthOf = (svg: string): number => Math.ceil(Number(/viewBox="\S+ \S+ (\S+)/.exec(svg)?.[1] ?? 0));

const OPTIONS = {
  startOnLoad: false,
  securityLevel: 'strict',
  themeVariables: { fontSize: '14px' },
} as const;

/** One after the other: the renderer has one theme at a time. */
let last: Promise<unknown> = Promise.resolve();
const enqueue = (draw: () => Promise<void>): Promise<unknown> => (last = last.then(draw, draw));

let loading: Promise<Renderer> | undefined;

/** Adds the renderer, a file of this site, to the page. */
function loadMermaid(): Promise<Renderer> {
  return (loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement('script'), { src: mermaidUrl });
    script.addEventListener('load', () => resolve((globalThis as unknown as { mermaid: Renderer }).mermaid));
    script.addEventListener('error', () => reject(new Error(`${mermaidUrl} was not loaded`)));
    document.head.append(script);
  }));
}
