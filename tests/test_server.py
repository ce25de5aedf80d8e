"""The language server, spoken to by a real client over standard input and output."""

import asyncio
import sys
from pathlib import Path

import pytest

lsp = pytest.importorskip("lsprotocol.types", reason="needs the extra lsp")
client_module = pytest.importorskip("pygls.lsp.client", reason="needs the extra lsp")

AHEAD = "👗🧵 春季 "
DRYER = "Hair dryer 2200 W"
WIDE = "Blue dress （XS-5XL) in cotton"
PLAIN = "Blue dress (XS-5XL) in cotton"

FILES = {
    "csv": "sku,title,description\nD-1,{},Soft.\n",
    "tsv": "sku\ttitle\tdescription\r\nD-1\t{}\tSoft.\r\n",
    "json": '[{{"sku": "D-1",\r\n  "title": "{}", "price": 5}}]',
    "jsonl": '{{"sku": "D-1", "title": "{}", "price": 5}}\n',
    "yaml": "- sku: D-1\n  title: '{}'\n  price: 5\n",
    "md": "---\nsku: D-1\nprice: 5\n---\n# {}\n\nSoft.\n",
    "html": "<html><body>\n<h1>{}</h1><p>$ 5</p>\n<p>Soft</p></body></html>",
    "xml": "<products><product sku='D-1'><title>{}</title><price>5</price></product></products>",
}


class Editor:
    """What an editor does: it opens buffers, and shows what it is told of them."""

    def __init__(self, folder, capabilities, locale):
        self.folder = folder
        self._capabilities = capabilities
        self._locale = locale
        self.client = client_module.LanguageClient("editor", "1")
        self.told = asyncio.Queue()
        self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self.told.put_nowait(params))
        self.registered = asyncio.Queue()
        self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda params: self.registered.put_nowait(params))

    async def __aenter__(self):
        await self.client.start_io(sys.executable, "-m", "listing_lint", "server", cwd=self.folder)
        params = lsp.InitializeParams(
            capabilities=self._capabilities, locale=self._locale, root_uri=self.folder.as_uri()
        )
        self.offered = (await self.client.initialize_async(params)).capabilities
        self.client.initialized(lsp.InitializedParams())
        return self

    async def __aexit__(self, *_):
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    def uri(self, name):
        return (self.folder / name).as_uri()

    async def open(self, name, text, language=None):
        document = lsp.TextDocumentItem(self.uri(name), language or Path(name).suffix[1:], 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        return list((await self.next()).diagnostics)

    async def close(self, name):
        document = lsp.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))
        return list((await self.next()).diagnostics)

    def change(self, name, version, text):
        document = lsp.VersionedTextDocumentIdentifier(version, self.uri(name))
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))

    async def next(self):
        return await asyncio.wait_for(self.told.get(), 30)

    async def actions(self, name, place, *only):
        context = lsp.CodeActionContext([], only=list(only) or None)
        document = lsp.TextDocumentIdentifier(self.uri(name))
        return await self.client.text_document_code_action_async(lsp.CodeActionParams(document, place, context))

    async def hover(self, name, position):
        document = lsp.TextDocumentIdentifier(self.uri(name))
        return await self.client.text_document_hover_async(lsp.HoverParams(document, position))


WORKSPACE = lsp.WorkspaceClientCapabilities(
    workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True),
    did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
)


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Starts an editor with a server of its own, and gives what runs a session in it."""
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner() as runner:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "src"))
        editors = []

        def begin(capabilities, locale=None):
            editor = Editor(tmp_path_factory.mktemp("catalog"), capabilities, locale)
            runner.run(editor.__aenter__())
            editors.append(editor)
            return lambda session: runner.run(asyncio.wait_for(session(editor), 60))

        yield begin
        for editor in editors:
            runner.run(editor.__aexit__())


@pytest.fixture(scope="module")
def edit(start):
    """Runs a session of an editor; it closes what it opens."""
    return start(lsp.ClientCapabilities(workspace=WORKSPACE))


def utf16(text, place):
    """The piece of ``text`` that a range in UTF-16 units points at."""
    lines = text.replace("\r\n", "\n").split("\n")
    assert place.start.line == place.end.line
    units = lines[place.start.line].encode("utf-16-le")
    return units[place.start.character * 2 : place.end.character * 2].decode("utf-16-le")


def applied(text, edits):
    """``text`` after edits on single lines, as an editor applies them."""
    lines = text.splitlines(keepends=True)
    for change in sorted(edits, key=lambda item: (item.range.start.line, -item.range.start.character)):
        assert change.range.start.line == change.range.end.line
        units = lines[change.range.start.line].encode("utf-16-le")
        start, end = change.range.start.character * 2, change.range.end.character * 2
        new = units[:start] + change.new_text.encode("utf-16-le") + units[end:]
        lines[change.range.start.line] = new.decode("utf-16-le")
    return "".join(lines)


def test_findings_stand_on_their_words_in_every_format(edit):
    async def session(editor):
        for ending, form in FILES.items():
            text = form.format(f"{AHEAD}{DRYER}, {AHEAD}")
            found = {item.code: item for item in await editor.open(f"catalog.{ending}", text)}
            assert utf16(text, found["voltage-missing"].range) == "Hair dryer", ending
            assert found["voltage-missing"].severity == lsp.DiagnosticSeverity.Error
            assert found["voltage-missing"].source == "listing-lint"
            await editor.close(f"catalog.{ending}")

    edit(session)


def test_a_mark_at_the_beginning_and_odd_line_ends_move_nothing(edit):
    async def session(editor):
        text = f"\ufeffsku,title,description\rD-1,\u2028\x85{DRYER},Soft.\rD-2,Blue dress,Soft.\r"
        found = await editor.open("catalog.csv", text)
        place = next(item.range for item in found if item.code == "voltage-missing")
        assert (place.start.line, place.start.character, place.end.character) == (1, 6, 16)
        json = f'\ufeff[{{"sku": "D-1", "title": "{DRYER}", "price": 5}}]'
        found = await editor.open("catalog.json", json)
        assert {utf16(json, item.range) for item in found if item.code == "voltage-missing"} == {"Hair dryer"}
        await editor.close("catalog.csv")
        await editor.close("catalog.json")

    edit(session)


def test_what_the_editor_asks_for_at_the_start_holds(start):
    async def session(editor):
        assert editor.offered.position_encoding == lsp.PositionEncodingKind.Utf8
        text = FILES["csv"].format(f"{AHEAD}{DRYER} {WIDE}")
        found = {item.code: item for item in await editor.open("catalog.csv", text)}
        place = found["voltage-missing"].range
        line = text.split("\n")[1].encode()
        assert line[place.start.character : place.end.character] == b"Hair dryer"
        assert "电压" in found["voltage-missing"].message
        assert "严重程度" in (await editor.hover("catalog.csv", place.start)).contents.value
        (fix,) = await editor.actions("catalog.csv", found["fullwidth-characters"].range)
        first = fix.edit.changes[editor.uri("catalog.csv")][0]
        assert line[first.range.start.character : first.range.end.character].decode() == "（"

    general = lsp.GeneralClientCapabilities(position_encodings=[lsp.PositionEncodingKind.Utf8])
    start(lsp.ClientCapabilities(general=general), "zh-cn")(session)


def test_a_safe_fix_is_offered_and_changes_only_its_words(edit):
    async def session(editor):
        for ending, form in FILES.items():
            text = form.format(AHEAD + WIDE)
            found = await editor.open(f"catalog.{ending}", text)
            place = next(item.range for item in found if item.code == "fullwidth-characters")
            (action,) = [
                action
                for action in await editor.actions(f"catalog.{ending}", place)
                if action.diagnostics[0].code == "fullwidth-characters"
            ]
            assert action.is_preferred
            assert action.kind == lsp.CodeActionKind.QuickFix
            edits = action.edit.document_changes[0].edits
            assert applied(text, edits) == form.format(AHEAD + PLAIN), ending
            await editor.close(f"catalog.{ending}")

    edit(session)


def test_an_unsafe_fix_says_so_and_is_not_among_all_that_are_applied(edit):
    async def session(editor):
        text = FILES["csv"].format(WIDE + " dress dress with pockets")
        found = await editor.open("catalog.csv", text)
        place = next(item.range for item in found if item.code == "word-doubled")
        (action,) = await editor.actions("catalog.csv", place, lsp.CodeActionKind.QuickFix)
        assert not action.is_preferred
        assert "may change the meaning" in action.title
        (everything,) = await editor.actions("catalog.csv", place, lsp.CodeActionKind.SourceFixAll)
        (change,) = everything.edit.document_changes[0].edits
        assert everything.edit.document_changes[0].text_document.version == 1
        assert change.new_text == f"D-1,{PLAIN} dress dress with pockets,Soft.\n"
        assert not await editor.actions("catalog.csv", place, lsp.CodeActionKind.RefactorExtract)
        await editor.close("catalog.csv")

    edit(session)


def test_hovering_explains_the_rule(edit):
    async def session(editor):
        found = await editor.open("catalog.csv", FILES["csv"].format(DRYER))
        place = next(item.range for item in found if item.code == "voltage-missing")
        shown = (await editor.hover("catalog.csv", place.start)).contents.value
        assert "no input voltage is stated" in shown
        assert "voltage-missing: " in shown
        assert "prevents the dispute" in shown
        assert await editor.hover("catalog.csv", lsp.Position(0, 0)) is None
        await editor.close("catalog.csv")

    edit(session)


def test_only_the_last_of_quick_changes_is_told_and_a_closed_buffer_is_clean(edit):
    async def session(editor):
        assert await editor.open("catalog.csv", FILES["csv"].format("Blue cotton dress, EU 38")) != []
        for version in range(2, 30):
            editor.change("catalog.csv", version, FILES["csv"].format(DRYER[: version - 10]))
        editor.change("catalog.csv", 30, FILES["csv"].format(DRYER))
        told = await editor.next()
        assert told.version == 30
        assert "voltage-missing" in {item.code for item in told.diagnostics}
        assert await editor.close("catalog.csv") == []
        assert editor.told.empty()

    edit(session)


def test_actions_are_those_of_the_text_as_it_is_now(edit):
    async def session(editor):
        await editor.open("catalog.csv", FILES["csv"].format("Blue cotton dress, EU 38"))
        text = FILES["csv"].format("A, " + WIDE)
        editor.change("catalog.csv", 2, text)
        line = lsp.Range(lsp.Position(1, 0), lsp.Position(1, 60))
        (action,) = [action for action in await editor.actions("catalog.csv", line) if action.is_preferred]
        assert applied(text, action.edit.document_changes[0].edits) == FILES["csv"].format("A, " + PLAIN)
        await editor.next()
        await editor.close("catalog.csv")

    edit(session)


BROKEN = [
    ("a.json", '[{"sku": "A", "title": "Blue dress",]', 0, "not JSON"),
    ("a.jsonl", '{"sku": "A", "title": "Blue dress"}\n{bad\n', 1, "not JSON"),
    ("a.yaml", "- sku: A\n  title: a: b: c\n", 1, "not YAML"),
    ("a.xml", "<products><product>\n<title>A</titel></product>", 1, "not XML"),
    ("a.csv", 'sku,title\nA,"Blue dress\n', 1, "is not closed"),
]


def test_a_broken_file_is_a_diagnostic_at_its_place(edit):
    async def session(editor):
        for name, text, line, reason in BROKEN:
            found = [item for item in await editor.open(name, text) if item.code == "not-linted"]
            assert [item.range.start.line for item in found] == [line], name
            assert reason in found[0].message
            await editor.close(name)

    edit(session)


OTHER = {
    "README.md": "# A tool\n\nIt does things.\n",
    "package.json": '{"name": "x", "version": "1.0.0"}',
    "notes.py": "x = 1\n",
    "empty.csv": "",
    "odd.csv": "\ud800\x00\n\x00",
}


def test_what_is_no_listing_is_left_alone(edit):
    async def session(editor):
        for name, text in OTHER.items():
            assert await editor.open(name, text) == [], name
            await editor.close(name)

    edit(session)


def test_the_configuration_of_the_folder_holds_and_may_change(edit):
    async def session(editor):
        registration = (await asyncio.wait_for(editor.registered.get(), 30)).registrations[0]
        assert registration.method == lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        (editor.folder / "shop").mkdir()
        config = editor.folder / "shop" / "listing-lint.toml"
        config.write_text('ignore = ["voltage-missing"]\nexclude = ["archive/*"]\n', encoding="utf-8")
        text = FILES["csv"].format(DRYER)
        assert await editor.open("shop/archive/old.csv", text) == []
        await editor.close("shop/archive/old.csv")
        codes = {item.code for item in await editor.open("shop/catalog.csv", text)}
        assert "plug-missing" in codes
        assert "voltage-missing" not in codes
        for content, expected in (('ignore = ["plug-missing"]\n', "voltage-missing"), ("ignroe = []\n", "not-linted")):
            config.write_text(content, encoding="utf-8")
            event = lsp.FileEvent(config.as_uri(), lsp.FileChangeType.Changed)
            editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
            told = {item.code: item.message for item in (await editor.next()).diagnostics}
            assert expected in told
            assert "plug-missing" not in told
        assert "ignroe" in told["not-linted"]
        config.unlink()
        await editor.close("shop/catalog.csv")

    edit(session)


def test_without_the_extra_the_command_says_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    monkeypatch.delitem(sys.modules, "listing_lint.server.protocol", raising=False)
    result = run("server")
    assert result.code == 2
    assert "pip install 'listing-lint[lsp]'" in result.err
