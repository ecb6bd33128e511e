export interface MockLayout {
  sections: { fields: string[] }[];
  tabs?: { sections: { fields: string[] }[] }[];
  related?: string[] | null;
  related_tabs?: string[] | null;
  highlights?: string[] | null;
}
/** A mock of the whole API over in-memory data. */
export interface MockApp {
  /** The live data; tests may look into it. */
  state: {
    records: Map<string, Map<string, Record<string, unknown> & { id: string }>>;
    objects: Map<string, { name: string; fields: { name: string; kind: string; labels: Record<string, string> }[]; list_columns: string[]; version: number; layout: MockLayout; layouts?: (MockLayout & { name: string; roles: string[] })[] }>;
    imports: Map<string, { id: string; state: string; links: unknown[] }>;
    sessions: Map<string, string>;
    arrangements?: { everyone: { navigation: { groups: { group: string; objects: string[] }[]; hidden: string[] } | null; workbench: { kind: string; object?: string; id?: string }[] | null }; roles: { role: { id: string; name: string }; workbench: { kind: string }[] | null }[] };
    [key: string]: unknown;
  };
  fetch(request: Request): Promise<Response>;
}
export interface MockOptions {
  seed?: number;
  leads?: number;
  now?: () => number;
  /** Answer every request as this login, for tests without cookies. */
  signedInAs?: string;
  importTick?: number;
  importSteps?: number;
}
export function createApp(options?: MockOptions): MockApp;
