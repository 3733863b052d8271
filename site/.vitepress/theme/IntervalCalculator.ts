import { defineComponent, h, onBeforeUnmount, onMounted, ref } from 'vue';

/** The calculator of the Storybook, which is of React, in a page of the site, which is of Vue. */
export const IntervalCalculator = defineComponent({
  setup() {
    const place = ref<HTMLElement>();
    let unmount = (): void => {};
    onMounted(async () => {
      const [{ createElement }, { createRoot }, { IntervalCalculator: Calculator }] = await Promise.all([
        import('react'),
        import('react-dom/client'),
        import('../../../stories/IntervalCalculator.js'),
      ]);
      if (!place.value) return;
      const root = createRoot(place.value);
      root.render(createElement(Calculator));
      unmount = () => root.unmount();
    });
    onBeforeUnmount(() => unmount());
    return () => h('div', { ref: place, class: 'interval-calculator' });
  },
});
