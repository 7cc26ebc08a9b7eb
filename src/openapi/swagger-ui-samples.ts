/** What Swagger UI gives to a plugin, as far as this one uses it. */
export interface SwaggerUi {
  readonly React: {
    readonly Fragment: unknown;
    createElement(type: unknown, props?: object | null, ...children: readonly unknown[]): unknown;
    useState(first: string): readonly [string, (next: string) => void];
  };
  readonly specSelectors: { specJson(): { getIn(path: readonly string[]): SamplesInDocument | undefined } };
  readonly getComponent: (name: string, isContainer: boolean) => unknown;
}

/** An extension in the document that Swagger UI holds, which has its own kinds of lists and maps. */
interface SamplesInDocument {
  toJS(): readonly { readonly lang: string; readonly label: string; readonly source: string }[];
}

/**
 * A plugin of Swagger UI: shows an operation's `x-codeSamples` above its responses, one at a time and as text only.
 *
 * It runs in the browser: the page's own `swagger-ui-init.js` has the text of this function. So it uses nothing that
 * stands outside of it, and all its functions are methods or have no name: for others esbuild, which bundles what tests
 * start, calls a helper of its own.
 */
export function showCodeSamples() {
  return {
    wrapComponents: {
      responses(original: unknown, { React, specSelectors, getComponent }: SwaggerUi) {
        return (props: { readonly path: string; readonly method: string }) => {
          const [shown, show] = React.useState('');
          const place = ['paths', props.path, props.method, 'x-codeSamples'];
          const samples = specSelectors.specJson().getIn(place)?.toJS() ?? [];
          const choice = samples.map(({ label }) =>
            React.createElement(
              'button',
              {
                key: label,
                type: 'button',
                className: 'btn',
                'aria-expanded': label === shown,
                onClick() {
                  show(label === shown ? '' : label);
                },
              },
              label,
            ),
          );
          const texts = samples
            .filter(({ label }) => label === shown)
            .map(({ label, lang, source }) =>
              React.createElement(
                getComponent('HighlightCode', true),
                { key: label, language: lang === 'Shell' ? 'bash' : lang.toLowerCase(), canCopy: true },
                source,
              ),
            );
          const heading = React.createElement(
            'div',
            { className: 'opblock-section-header' },
            React.createElement('h4', null, 'Samples'),
            choice,
          );
          const section = React.createElement('section', { className: 'code-samples' }, heading, texts);
          return React.createElement(
            React.Fragment,
            null,
            samples.length === 0 ? null : section,
            React.createElement(original, props),
          );
        };
      },
    },
  };
}

/** How that looks, beside Swagger UI's own style. */
export const codeSamplesCss = `
.code-samples .opblock-section-header { gap: 10px; }
.code-samples .highlight-code { margin: 10px 20px; }
.code-samples .microlight { max-height: 30em; }
`;
