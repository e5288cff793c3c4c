import { ClientError } from "../errors/client-error.js";

/** What every page of a listing says. */
export interface ListPage {
  /** Whether there are more. */
  readonly isTruncated: boolean;
}

/** The pages of a listing: for `for await`, or one by one. */
export class Paginator<Input extends object, Page extends ListPage> implements AsyncIterable<Page> {
  readonly #fetchPage: (input: Input) => Promise<Page>;
  readonly #nextInput: (page: Page) => Partial<Input>;
  #input: Input;
  #hasNext = true;
  #stuck = false;
  #last: Promise<unknown> = Promise.resolve();

  /** `nextInput`: the fields of a page that say where the next one starts. */
  constructor(first: Input, fetchPage: (input: Input) => Promise<Page>, nextInput: (page: Page) => Partial<Input>) {
    this.#input = first;
    this.#fetchPage = fetchPage;
    this.#nextInput = nextInput;
  }

  /** Whether {@link nextPage} can be asked. */
  get hasNext(): boolean {
    return this.#hasNext;
  }

  /**
   * The next page; those asked for side by side come one after the other. Rejects with `ClientError`: `NoMorePages` past the end,
   * `PaginationStuck` when a truncated page names no new place to go on from, since asking again would never end.
   */
  nextPage(): Promise<Page> {
    const page = this.#last.then(() => this.#next());
    this.#last = page.catch(() => undefined);
    return page;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Page, void, undefined> {
    while (this.#hasNext) yield await this.nextPage();
  }

  async #next(): Promise<Page> {
    if (this.#stuck) {
      this.#hasNext = false;
      throw new ClientError(
        "PaginationStuck",
        "listing",
        new Error("a truncated page names no new place to go on from"),
      );
    }
    if (!this.#hasNext) throw new ClientError("NoMorePages", "listing", new Error("no more pages available"));
    const page = await this.#fetchPage(this.#input);
    this.#hasNext = page.isTruncated;
    if (page.isTruncated) this.#advance(this.#nextInput(page));
    return page;
  }

  #advance(next: Partial<Input>): void {
    const places = Object.entries(next).filter(([, value]) => value !== undefined && value !== "");
    // Reported when the next page is asked for, so that this one is not lost.
    this.#stuck = places.every(([name, value]) => Reflect.get(this.#input, name) === value);
    this.#input = { ...this.#input, ...next };
  }
}
