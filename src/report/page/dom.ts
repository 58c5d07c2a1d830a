/** What an element may have inside; what is nothing is left out. */
export type Child = Node | string | null | undefined | false;

interface Properties {
  readonly [name: string]: string | number | boolean | null | undefined | ((event: Event) => void);
}

/**
 * Makes an element. Texts become text nodes and attributes, never HTML, so that they may say anything.
 *
 * @param properties Attributes; `true` gives an empty one, what is false or nothing is left out, and a function
 * listens to the event of that name.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== null && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
