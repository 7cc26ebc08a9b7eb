import type { Browser, Locator, Page } from 'playwright-core';

/** Swagger UI in a browser, with what a reader does there. */
export class DocsPage {
  /** The address of everything that the page has asked for. */
  readonly requests: URL[] = [];
  /** What the page has complained of in its console. */
  readonly complaints: string[] = [];

  private constructor(private readonly page: Page) {
    page.setDefaultTimeout(60_000);
    page.on('request', (request) => this.requests.push(new URL(request.url())));
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) {
        this.complaints.push(message.text());
      }
    });
  }

  /** Opens the address in a page of its own and waits for the operations to be there. */
  static async open(browser: Browser, url: string): Promise<DocsPage> {
    const docs = new DocsPage(await browser.newPage({ viewport: { width: 1280, height: 1024 } }));
    await docs.page.goto(url);
    await docs.page.locator('.opblock').first().waitFor();
    return docs;
  }

  address(): string {
    return this.page.url();
  }

  /** The names in the top bar's selector; none where there is no selector. */
  async documents(): Promise<string[]> {
    const selector = this.page.locator('.topbar select');
    return (await selector.isVisible()) ? selector.locator('option').allTextContents() : [];
  }

  title(): Promise<string> {
    return this.page.locator('.info .title').innerText();
  }

  /** Chooses another document in the top bar. */
  async showDocument(name: string, title: string): Promise<void> {
    await this.page.locator('.topbar select').selectOption({ label: name });
    await this.page.locator('.info .title', { hasText: title }).waitFor();
  }

  /** Whether it offers to sign in. */
  offersSignIn(): Promise<boolean> {
    return this.page.locator('.auth-wrapper button.authorize').first().isVisible();
  }

  /** Signs in by "Authorize". @param scheme by its name in the document */
  async authorize(scheme: string, credential: string): Promise<void> {
    const dialog = await this.openAuthorize();
    const form = dialog.locator('.auth-container', { hasText: `${scheme} (http, Bearer)` });
    await form.locator('input').fill(credential);
    await form.locator('button.authorize').click();
    await form.locator('button', { hasText: 'Logout' }).waitFor();
    await form.locator('button.btn-done').click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Forgets what was signed in with. */
  async logOut(scheme: string): Promise<void> {
    const dialog = await this.openAuthorize();
    const form = dialog.locator('.auth-container', { hasText: `${scheme} (http, Bearer)` });
    await form.locator('button', { hasText: 'Logout' }).click();
    await form.locator('button.btn-done').click();
    await dialog.waitFor({ state: 'hidden' });
  }

  private async openAuthorize(): Promise<Locator> {
    await this.page.locator('.auth-wrapper button.authorize').first().click();
    const dialog = this.page.locator('.dialog-ux');
    await dialog.waitFor();
    return dialog;
  }

  /** Unfolds an operation, ready to be tried out. */
  async operation(tag: string, operationId: string): Promise<OperationForm> {
    const block = this.page.locator(`#operations-${tag}-${operationId}`);
    const execute = block.locator('button.execute');
    if (!(await execute.isVisible())) {
      await block.locator('.opblock-summary-control').click();
      await execute.waitFor();
    }
    return new OperationForm(block);
  }
}

/** What Swagger UI shows of a call's outcome. */
export interface ShownAnswer {
  readonly status: number;
  readonly body: ReturnType<typeof JSON.parse>;
}

/** An operation's "Try it out". */
export class OperationForm {
  constructor(private readonly block: Locator) {}

  async fill(parameter: string, value: string): Promise<void> {
    await this.parameter(parameter).locator('input').fill(value);
  }

  async choose(parameter: string, value: string): Promise<void> {
    await this.parameter(parameter).locator('select').selectOption(value);
  }

  /** Chooses an example by its name in the document. */
  async chooseExample(name: string): Promise<void> {
    await this.block.locator('.opblock-section-request-body .examples-select select').selectOption(name);
  }

  /** Chooses an example of a parameter by its name in the document. */
  async chooseParameterExample(parameter: string, name: string): Promise<void> {
    await this.parameter(parameter).locator('.examples-select select').selectOption(name);
  }

  /** Chooses the content type of the body. */
  async chooseContentType(type: string): Promise<void> {
    await this.block
      .locator('.opblock-section-request-body .body-param-content-type select')
      .selectOption(type);
  }

  /** Chooses a file to send. */
  async chooseFile(name: string, mimeType: string, text: string): Promise<void> {
    const buffer = Buffer.from(text);
    await this.block.locator('input[type="file"]').setInputFiles({ name, mimeType, buffer });
  }

  /** The names of the operation's samples. */
  samples(): Promise<string[]> {
    return this.block.locator('.code-samples .opblock-section-header button').allTextContents();
  }

  /** Chooses a sample without a mouse, and says what is shown then; nothing where it was shown before. */
  async chooseSample(label: string): Promise<string | undefined> {
    const samples = this.block.locator('.code-samples');
    await samples.getByRole('button', { name: label, exact: true }).press('Enter');
    const text = samples.locator('.microlight');
    return (await text.isVisible()) ? text.innerText() : undefined;
  }

  /** Copies the sample that is shown, and pastes it in the place of the body. */
  async pasteSample(): Promise<string> {
    const copy = this.block.locator('.code-samples').getByRole('button', { name: 'Copy code to clipboard' });
    await copy.press('Enter');
    await this.textField().press('ControlOrMeta+a');
    await this.textField().press('ControlOrMeta+v');
    return this.body();
  }

  /** The body as it stands in the text field. */
  body(): Promise<string> {
    return this.textField().inputValue();
  }

  async fillBody(text: string): Promise<void> {
    await this.textField().fill(text);
  }

  async execute(): Promise<ShownAnswer> {
    const clear = this.block.locator('button.btn-clear');
    if (await clear.isVisible()) {
      // Else the last answer could be taken for the new one.
      await clear.click();
      await clear.waitFor({ state: 'hidden' });
    }
    await this.block.locator('button.execute').click();
    const answer = this.block.locator('.live-responses-table .response');
    const status = await answer.locator('.response-col_status').innerText();
    const code = answer.locator('.highlight-code code').first();
    const text = (await code.isVisible()) ? await code.innerText() : 'null';
    return { status: Number.parseInt(status, 10), body: JSON.parse(text) };
  }

  private parameter(name: string): Locator {
    return this.block.locator(`tr[data-param-name="${name}"]`);
  }

  private textField(): Locator {
    return this.block.locator('textarea.body-param__text');
  }
}
