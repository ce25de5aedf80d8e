"""Bytes to text: which encoding a file has, decided on all of it, and what to do with bytes that do not fit.

A file with a byte order mark, or one that is valid UTF-8, is certain. Among the older encodings the one is chosen that
explains the bytes best: each byte or pair costs as many bits as it is unlikely in Russian (cp1251), Western European
(cp1252) or Chinese (GB18030) text, and the cheapest explanation wins.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from listing_lint.errors import ReadError
from listing_lint.expressions import expression
from listing_lint.model import Location
from listing_lint.read.reading import Problem

Blocks = Callable[[], Iterable[bytes]]
"""Gives the bytes of a file, from its beginning, each time it is called."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_OLDER = ("cp1252", "cp1251", "gb18030")
# Codecs that are no encodings of files: some raise on any text, some take quadratic time.
_OF_PROGRAMS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
_TRIED = "UTF-8, UTF-16, GB18030, Windows-1251 and Windows-1252 were tried"
_REPORTED = 20

# Bits that a character costs, by how seldom it stands in text of its kind.
_INVALID = 30.0
_IMPROBABLE = 12.0
_SYMBOL = 8.0
# Russian letters by frequency; bits are the binary logarithms of the shares usually given (о 11 %, ё 0.04 %).
_CYRILLIC = {
    **dict.fromkeys("оеаин", 3.6), **dict.fromkeys("тсрвл", 4.3), **dict.fromkeys("кмдпу", 5.1),
    **dict.fromkeys("яыьгзбчй", 6.0), **dict.fromkeys("хжшюцщэф", 7.5), **dict.fromkeys("ъёіїєґў", 9.0),
    **dict.fromkeys("јљњћђџ", 10.0),
}  # fmt: skip
_LATIN = {
    **dict.fromkeys("éà", 3.4),
    **dict.fromkeys("èüöäñóíáçêãõß", 5.0),
    **dict.fromkeys("âîôûúùëïåøæœìòšžýÿðþ", 8.0),
}
_SYMBOLS = "«»„“”‘’‚–—…§©®™°±·•€№\u00a0´×²³½¼¾¿¡ªº£¥µ"
# The hanzi that make up three quarters of running Chinese text and of listings.
_COMMON_HANZI = frozenset(
    "的一是不了在有人这上大来和我个中地为子生国时要就出会可也你对下过得家学以自年能多好小天然看发后作里用道行所成"
    "事方日都三起长面如前没样开手于本那定现心同最新高分动进主机点加性正法合体理部实电间因量数表明水力制工产品气重"
    "物使式特内外色红白黑蓝绿黄金银灰粉紫棕橙彩男女童款尺寸码号型规格衣裤裙鞋帽包袋衫毛绒棉麻丝绸皮革纤维聚酯尼龙"
    "不锈钢铁铜铝合塑料硅胶玻璃陶瓷木竹纸布面厘米毫克千瓦伏功率容量升温热冷压充池插头座线灯光带适用于季春夏秋冬厚薄"
    "短宽松紧身修显瘦弹领袖口腰肩胸臀围单双件套装组只条片盒箱支把质材料颜选择购买家庭厨房卫浴客厅卧室床桌椅柜架收纳"
    "防滑晒雨风尘摔潮火耐磨洗透吸附清洁护保安全健康美容儿婴孕妇老友情侣礼节送货发快递包邮正品牌原厂代理批发供应商零售"
    "价格优惠促销特热卖爆秒杀推荐时尚简约欧韩日式中国复古休闲运动户外旅办公商务手机电脑平板耳蓝牙音响无有线网络智能"
    "车载摩托自行配件工具五金锁门窗墙贴装饰画花草植宠物猫狗食饮茶酒咖啡糖果味道鲜甜咸辣"
)


def decode(data: bytes, encoding: str = "auto", path: str = "<bytes>") -> tuple[str, str, list[Problem]]:
    """The text of ``data`` without a byte order mark, the name of its encoding, and the bytes that did not fit.

    ``encoding`` is ``auto`` or a name Python knows; `ReadError` is raised for any other. Bytes that do not fit become
    U+FFFD, and a `Problem` says where (byte offset, line).
    """
    name = choose(lambda: [data], encoding, path)
    problems: list[Problem] = []
    text = "".join(decoded([data], name, path, problems.append, sure=encoding != "auto"))
    return text, name, problems


def choose(blocks: Blocks, encoding: str, path: str) -> str:
    """The encoding to read ``blocks`` with: the one the user named, else `detect`. Raises `ReadError`."""
    if encoding == "auto":
        return detect(blocks)
    name = known_encoding(encoding)
    if name is None:
        raise ReadError(f"{path}: there is no encoding {encoding!r}; try utf-8, gb18030, cp1251 or cp1252")
    return _with_byte_order(name, blocks)


def known_encoding(name: str) -> str | None:
    """What Python calls the encoding of this ``name``; None where it knows none, or none that files are written in."""
    try:
        known = codecs.lookup(name).name
        "".encode(known)
    except (LookupError, ValueError):
        return None
    return None if known in _OF_PROGRAMS else known


def _with_byte_order(name: str, blocks: Blocks) -> str:
    """``name`` with its byte order written out, which a reader in blocks needs once the mark is taken off."""
    if name == "utf-8-sig":
        return "utf-8"
    if name not in ("utf-16", "utf-32"):
        return name
    head = next(iter(blocks()), b"")
    return f"{name}-be" if head.startswith((b"\xfe\xff", b"\x00\x00\xfe\xff")) else f"{name}-le"


def detect(blocks: Blocks) -> str:
    """The name of the encoding of ``blocks``; ``utf-8`` where nothing but ASCII is found."""
    head = next(iter(blocks()), b"")
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    census = _census(blocks())
    if census.order and _decodes(blocks(), census.order):
        return census.order
    # Bytes of another encoding happen to be valid UTF-8 now and then, a damaged UTF-8 file is wrong now and then.
    if census.invalid * 2 <= census.valid or not census.invalid:
        return "utf-8"
    costs = _costs(blocks())
    return min(_OLDER, key=lambda name: (costs[name], _OLDER.index(name)))


class _Census:
    """What the bytes of a file are: sequences that are UTF-8 and that are not, zeros and line feeds by parity."""

    def __init__(self) -> None:
        self.size = 0
        self.valid = 0
        self.invalid = 0
        self.zeros = [0, 0]
        self.feeds = [0, 0]

    @property
    def order(self) -> str:
        """The byte order of UTF-16 without a mark, where the zeros betray it; else an empty text.

        In UTF-16 the high bytes of ASCII are zeros, and no high byte is a line feed: no listing is in Gurmukhi alone.
        """
        high = int(self.zeros[1] > self.zeros[0])
        most, least = self.zeros[high], self.zeros[1 - high]
        if self.size % 2 or most * 100 < self.size or least * 4 > most or self.feeds[high] * 4 > self.feeds[1 - high]:
            return ""
        return "utf-16-le" if high else "utf-16-be"


_SEQUENCE = expression(
    rb"(?:[\xc2-\xdf]|\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]|[\xf1-\xf3][\x80-\xbf]{2}|\xf4[\x80-\x8f][\x80-\xbf])[\x80-\xbf]"
)
_HIGH = bytes(range(0x80, 0x100))


def _census(blocks: Iterable[bytes]) -> _Census:
    census = _Census()
    for block in _whole_lines(blocks):
        if b"\0" in block:
            for place in (0, 1):
                half = block[(place + census.size) % 2 :: 2]
                census.zeros[place] += half.count(0)
                census.feeds[place] += half.count(10)
        census.size += len(block)
        if block.isascii():
            continue
        try:
            census.valid += len(block.decode("utf-8")) - len(block.translate(None, _HIGH))
        except UnicodeDecodeError:
            rest, found = _SEQUENCE.subn(b"", block)
            census.valid += found
            census.invalid += len(rest) - len(rest.translate(None, _HIGH))
    return census


def _whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut after line feeds as long as there are any, so that no character is cut in two."""
    kept: list[bytes] = []
    for block in blocks:
        cut = block.rfind(b"\n") + 1
        if cut:
            yield b"".join([*kept, block[:cut]])
            kept = []
        kept.append(block[cut:])
    yield b"".join(kept)


def _decodes(blocks: Iterable[bytes], name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _costs(blocks: Iterable[bytes]) -> dict[str, float]:
    pairs: Counter[tuple[int, int]] = Counter()
    chinese = 0.0
    for block in _whole_lines(blocks):
        if block.isascii():
            continue
        pairs.update(zip(b" " + block, block, strict=False))
        chinese += _chinese_cost(block)
    costs = {"gb18030": chinese}
    for name in ("cp1251", "cp1252"):
        costs[name] = sum(count * _pair_cost(name, *pair) for pair, count in pairs.items() if max(pair) > 127)
    return costs


@cache
def _pair_cost(encoding: str, before: int, byte: int) -> float:
    """Bits for ``byte`` after the byte ``before`` in a single-byte encoding."""
    try:
        last, char = bytes([before]).decode(encoding, "ignore") or " ", bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return _INVALID
    if byte < 128:
        foreign = encoding == "cp1251" and last.isalpha() and char.isalpha()
        return _IMPROBABLE if foreign or (last.islower() and char.isupper()) else 0.0
    if not char.isalpha():
        return _SYMBOL if char in _SYMBOLS else _IMPROBABLE
    letters = _CYRILLIC if encoding == "cp1251" else _LATIN
    cost = letters.get(char.lower(), _IMPROBABLE)
    if last.islower() and char.isupper():
        return cost + _IMPROBABLE
    if encoding == "cp1251":
        return cost + (_IMPROBABLE if last.isascii() and last.isalpha() else 3.0 * (char.isupper() and last == " "))
    return cost + (5.0 if last.isalpha() and not last.isascii() else 0.0)


_MIXED = expression(r"[a-z][\u3400-\u9fff]|[\u3400-\u9fff](?=[a-z])")


def _chinese_cost(block: bytes) -> float:
    """Bits for the bytes of ``block`` as GB18030."""
    text = block.decode("gb18030", "replace")
    ranks = _chinese_ranks()
    cost = sum(count * ranks.get(char, 25.0) for char, count in Counter(text).items() if char > "\x7f")
    return cost + 4.0 * len(_MIXED.findall(text))


@cache
def _chinese_ranks() -> dict[str, float]:
    """Bits for the characters of GB 2312, whose rows 16-55 hold the common hanzi and rows 56-87 the rare ones."""
    ranks = {"\ufffd": _INVALID}
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            char = bytes([lead, trail]).decode("gb18030", "replace")
            if len(char) == 1 and char != "\ufffd":
                ranks[char] = 7.0 if lead < 0xAA else 13.7 if lead < 0xD8 else 18.0
    # Letters that Western text has are no sign of Chinese because GB 2312 holds them too.
    ranks.update({char: 16.0 for char in ranks if char.isalpha() and char < "\u2e80" and char != "\ufffd"})
    return ranks | dict.fromkeys(_COMMON_HANZI, 9.0)


def decoded(
    blocks: Iterable[bytes], encoding: str, path: str, report: Callable[[Problem], None], *, sure: bool = False
) -> Iterator[str]:
    """The text of ``blocks``, piece by piece, without a byte order mark.

    Bytes that do not fit become U+FFFD and are reported with byte offset and line; after the twentieth place only
    their number is. ``sure``: the user named the encoding.
    """
    decoder = _Decoder(encoding, path, report, "" if sure else f" ({_TRIED})")
    first = True
    for block in blocks:
        text = decoder.feed(block)
        if text:
            yield text.removeprefix("\ufeff") if first else text
            first = False
    yield decoder.end()


class _Decoder:
    """Decodes block by block and reports what does not fit."""

    def __init__(self, encoding: str, path: str, report: Callable[[Problem], None], tried: str) -> None:
        self._encoding = encoding
        self._path = path
        self._report = report
        self._tried = tried
        make = codecs.getincrementaldecoder(encoding)
        self._strict = make("strict")
        self._lenient = make("replace")
        self._waiting = b""
        self._offset = 0
        self._line = 1
        self._last = ""
        self._places = 0

    def feed(self, block: bytes, final: bool = False) -> str:
        """The text of ``block``, but for a character that it cuts in two."""
        data = self._waiting + block
        self._waiting = b""
        pieces = []
        while self._places < _REPORTED:
            self._strict.reset()
            try:
                pieces.append(self._read(self._strict.decode(data, final)))
            except UnicodeDecodeError as error:
                pieces.append(self._read(data[: error.start].decode(self._encoding)) + "\ufffd")
                self._damaged(data[error.start : error.end], self._offset + error.start)
                self._offset += error.end
                data = data[error.end :]
            else:
                self._waiting = self._strict.getstate()[0]
                self._offset += len(data) - len(self._waiting)
                return "".join(pieces)
        text = self._lenient.decode(data, final)
        self._places += text.count("\ufffd")
        return "".join([*pieces, text])

    def end(self) -> str:
        """What was waiting for its second half; reports how much damage there was beyond the first places."""
        text = self.feed(b"", final=True)
        if self._places > _REPORTED:
            more = self._places - _REPORTED
            self._report(Problem(Location(self._path), f"{more} more places hold bytes that are not {self._encoding}"))
        return text

    def _read(self, text: str) -> str:
        self._line += breaks(text) - (self._last == "\r" and text[:1] == "\n")
        self._last = text[-1:] or self._last
        return text

    def _damaged(self, data: bytes, offset: int) -> None:
        self._places += 1
        shown = data[:4].hex(" ").upper()
        self._report(
            Problem(
                Location(self._path, line=self._line),
                f"the bytes {shown} at byte {offset} are not {self._encoding}{self._tried}; they are read as \ufffd",
            )
        )


def breaks(text: str) -> int:
    """The number of line breaks (CR LF, LF or CR) in ``text``."""
    returns = text.count("\r")
    return text.count("\n") + (returns - text.count("\r\n") if returns else 0)
