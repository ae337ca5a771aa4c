"""The report of a period as an administrative document: the figures of the page, ready to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.papers.nouns import Office
from fieldops.papers.office_document import OfficeDocument, Section


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """``period`` is a sentence; ``sections`` are the tables of the report, in words already."""

    office: Office
    period: str
    made_on: date
    sections: tuple[Section, ...]

    def docx(self) -> bytes:
        return self.document().docx()

    def document(self) -> OfficeDocument:
        """The report, with room for the office's own remarks at its end."""
        remarks = Section(
            "NHẬN XÉT, KIẾN NGHỊ",
            (
                "1. Kết quả nổi bật: ........................",
                "2. Hạn chế, nguyên nhân: ........................",
                "3. Kiến nghị: ........................",
            ),
        )
        return OfficeDocument(
            office=self.office,
            kind="BÁO CÁO",
            symbol="BC-UBND",
            subject="Kết quả đăng ký hộ tịch lưu động và tiếp nhận, trao kết quả tại nhà",
            year=self.made_on.year,
            opening=(f"Ủy ban nhân dân {self.office.name} báo cáo kết quả như sau. {self.period}",),
            sections=(*self.sections, remarks),
            recipients=("........................;", "Thường trực Đảng ủy, HĐND xã;", "Lưu: VT."),
        )
