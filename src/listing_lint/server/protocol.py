"""The language server on standard input and output: diagnostics, quick fixes, and rules explained under the pointer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from listing_lint import __version__
from listing_lint.explain import explanation
from listing_lint.fix import Replacement
from listing_lint.model import Finding, Fix
from listing_lint.report import Region
from listing_lint.server.buffers import Buffers, Checked
from listing_lint.server.positions import Lines, touches
from listing_lint.texts import known_language, texts
from listing_lint.texts.messages import translated

NAME = "listing-lint"
FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.{NAME}"
DELAY = 0.3
"""Seconds after the last keystroke before a buffer is linted."""

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}
_ENDINGS = {
    "csv": ".csv", "tsv": ".tsv", "json": ".json", "jsonl": ".jsonl", "yaml": ".yaml", "xml": ".xml",
    "html": ".html", "markdown": ".md",
}  # fmt: skip
"""The end of the name that a buffer without a file is given, by the language the editor takes it for."""
_CONFIGURATIONS = ("**/listing-lint.toml", "**/pyproject.toml")
Result = TypeVar("Result")


def serve(lang: str | None) -> None:
    """Speaks with an editor until it ends. ``lang``: of messages; None: the editor's."""
    Session(lang).server.start_io()


class Session:
    """One editor's session. The linter runs in a thread of its own, one task after the other."""

    def __init__(self, lang: str | None) -> None:
        # Whole texts are sent: what an editor and Python take for the end of a line differs.
        self.server = LanguageServer(NAME, __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self._lang = lang or ""
        self._buffers = Buffers()
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._checked: dict[str, tuple[int | None, Checked]] = {}
        handlers: dict[str, tuple[Callable[[Any], Any], Any]] = {
            lsp.INITIALIZE: (self.initialize, None),
            lsp.INITIALIZED: (self.initialized, None),
            lsp.TEXT_DOCUMENT_DID_OPEN: (self.opened, None),
            lsp.TEXT_DOCUMENT_DID_CHANGE: (self.changed, None),
            lsp.TEXT_DOCUMENT_DID_CLOSE: (self.closed, None),
            lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: (self.reconfigured, None),
            lsp.TEXT_DOCUMENT_HOVER: (self.hover, None),
            lsp.TEXT_DOCUMENT_CODE_ACTION: (
                self.actions,
                lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix, FIX_ALL]),
            ),
        }
        for name, (handler, options) in handlers.items():
            # pygls marks what it is given, which a method does not allow.
            self.server.feature(name, options)(partial(handler))

    def initialize(self, params: lsp.InitializeParams) -> None:
        """Takes up the editor's language where none was chosen."""
        self._lang = self._lang or known_language(params.locale or "") or "en"

    def initialized(self, _: lsp.InitializedParams) -> None:
        """Asks the editor to tell of changed configurations."""
        workspace = self.server.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if watched and watched.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(glob_pattern=pattern) for pattern in _CONFIGURATIONS]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
            registration = lsp.Registration("configurations", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self.server.client_register_capability(lsp.RegistrationParams([registration]))

    def opened(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._later(params.text_document.uri, 0)

    def changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self._later(params.text_document.uri, DELAY)

    def closed(self, params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        self._stop(uri)
        self._checked.pop(uri, None)
        self._publish(uri, None, [])

    def reconfigured(self, _: lsp.DidChangeWatchedFilesParams) -> None:
        self._checked.clear()
        for uri in self.server.workspace.text_documents:
            self._later(uri, 0)

    async def hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        """What was found under the pointer, and what its rules are for."""
        checked = await self._current(params.text_document.uri)
        lines = self._lines(checked)
        place = lsp.Range(params.position, params.position)
        found = [finding for finding in checked.findings if touches(lines.range_of(finding), place)]
        if not found:
            return None
        rules = await self._run(lambda: [self._buffers.rule(checked, finding.rule) for finding in found])
        shown = [
            f"{self._message(finding)}\n\n````text\n{chr(10).join(explanation(rule, self._lang))}\n````"
            for finding, rule in zip(found, rules, strict=True)
        ]
        value = "\n\n---\n\n".join(shown)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, value), lines.range_of(found[0]))

    async def actions(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        """The fixes at a place; all safe ones of the file only where an editor asks for actions on the source."""
        uri = params.text_document.uri
        checked = await self._current(uri)
        only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
        actions: list[lsp.CodeAction] = []
        if not only or any(_within(lsp.CodeActionKind.QuickFix.value, kind) for kind in only):
            actions += await self._run(lambda: list(self._quick_fixes(uri, checked, params.range)))
        if any(_within(FIX_ALL, kind) for kind in only):
            replacements = await self._run(lambda: self._buffers.fix_all(checked))
            if replacements:
                edit = self._edit(uri, replacements, self._lines(checked))
                actions.append(lsp.CodeAction(texts(self._lang, "editor")["fix_all"], FIX_ALL, edit=edit))
        return actions

    def _quick_fixes(self, uri: str, checked: Checked, place: lsp.Range) -> Iterator[lsp.CodeAction]:
        lines = self._lines(checked)
        for finding in checked.findings:
            if finding.fix is None or not touches(lines.range_of(finding), place):
                continue
            replacements = self._buffers.quick_fix(checked, finding)
            if replacements is not None:
                yield lsp.CodeAction(
                    self._title(finding.fix),
                    lsp.CodeActionKind.QuickFix,
                    diagnostics=[self._diagnostic(finding, lines)],
                    is_preferred=finding.fix.safety == "safe",
                    edit=self._edit(uri, replacements, lines),
                )

    def _title(self, fix: Fix) -> str:
        return fix.title if fix.safety == "safe" else texts(self._lang, "editor")["unsafe"].format(fix=fix.title)

    def _edit(self, uri: str, replacements: Iterable[Replacement], lines: Lines) -> lsp.WorkspaceEdit:
        edits = [
            lsp.TextEdit(lsp.Range(lines.at(item.start), lines.at(item.end)), item.text)
            for item in sorted(replacements)
        ]
        workspace = self.server.client_capabilities.workspace
        edit = workspace.workspace_edit if workspace else None
        if edit and edit.document_changes:
            version = self.server.workspace.get_text_document(uri).version
            document = lsp.OptionalVersionedTextDocumentIdentifier(uri, version)
            return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(document, [*edits])])
        return lsp.WorkspaceEdit(changes={uri: edits})

    def _later(self, uri: str, delay: float) -> None:
        self._stop(uri)
        self._waiting[uri] = asyncio.get_running_loop().create_task(self._after(uri, delay))

    def _stop(self, uri: str) -> None:
        task = self._waiting.pop(uri, None)
        if task:
            task.cancel()

    async def _after(self, uri: str, delay: float) -> None:
        await asyncio.sleep(delay)
        checked = await self._current(uri)
        lines = self._lines(checked)
        diagnostics = [self._diagnostic(finding, lines) for finding in checked.findings]
        for problem in checked.problems:
            line, column = problem.location.line or 1, problem.location.column or 1
            place = lines.range(Region(line, column, line, column + 1))
            severity = lsp.DiagnosticSeverity.Error if problem.fatal else lsp.DiagnosticSeverity.Warning
            reason = translated(problem.reason, self._lang)
            diagnostics.append(lsp.Diagnostic(place, reason, severity, source=NAME, code="not-linted"))
        self._publish(uri, self.server.workspace.get_text_document(uri).version, diagnostics)

    async def _current(self, uri: str) -> Checked:
        """What is found in the present version of a buffer."""
        while True:
            document = self.server.workspace.get_text_document(uri)
            version, text = document.version, document.source
            known = self._checked.get(uri)
            if known and known[0] == version and known[1].text == text:
                return known[1]
            path = _path(uri, document.language_id)
            checked = await self._run(partial(self._buffers.check, path, text))
            if uri not in self.server.workspace.text_documents:
                return checked
            self._checked[uri] = (version, checked)

    async def _run(self, task: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, task)

    def _publish(self, uri: str, version: int | None, diagnostics: list[lsp.Diagnostic]) -> None:
        params = lsp.PublishDiagnosticsParams(uri, diagnostics, version)
        self.server.text_document_publish_diagnostics(params)

    def _lines(self, checked: Checked) -> Lines:
        return Lines(checked.text, self.server.workspace.position_codec.client_num_units)

    def _message(self, finding: Finding) -> str:
        return finding.messages.get(self._lang, finding.message)

    def _diagnostic(self, finding: Finding, lines: Lines) -> lsp.Diagnostic:
        related = []
        for span in finding.related:
            start, end = span.field.locate(span.start), span.field.end(span.start, span.end)
            if start.path == finding.location.path and start.line and start.column and end[0] and end[1]:
                place = lines.range(Region(start.line, start.column, end[0], end[1]))
                location = lsp.Location(from_fs_path(start.path) or "", place)
                related.append(lsp.DiagnosticRelatedInformation(location, f"{span.field.name}: {span.text}"))
        return lsp.Diagnostic(
            lines.range_of(finding),
            self._message(finding),
            _SEVERITIES[finding.severity],
            code=finding.rule,
            source=NAME,
            related_information=related,
        )


def _within(kind: str, wanted: str) -> bool:
    """True where ``kind`` is the kind of action that is wanted, or one below it."""
    return kind == wanted or kind.startswith(f"{wanted}.")


def _path(uri: str, language: str | None) -> Path:
    """The file of a buffer; for a buffer without one, a name that tells its format."""
    found = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(found) if found else Path(f"untitled{_ENDINGS.get(language or '', '')}")
