// What the plotter in the page puts there.
declare const vega: { defaultLocale(): { format(specifier: string): (value: number) => string } };
interface View {
  signal(name: string, value: unknown): View;
  runAsync(): Promise<unknown>;
}
declare function vegaEmbed(place: HTMLElement, spec: unknown, options: object): Promise<{ view: View }>;
