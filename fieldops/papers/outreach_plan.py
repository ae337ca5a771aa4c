"""The outreach plan as an administrative document: teams and hamlets, no names of families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fieldops.papers.nouns import Office
from fieldops.papers.office_document import OfficeDocument, Section, Table

CIRCULAR_UNTIL = date(2027, 3, 1)
"""From this day Luật Hộ tịch 03/2026/QH16 rules (DOMAIN §2); the basis is then left to write."""

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class TeamDay:
    """One team's day: who goes, by what, to how many homes of which hamlets."""

    day: date
    team: str
    people: tuple[str, ...]
    vehicle: str
    hamlets: Mapping[str, int]

    @property
    def homes(self) -> int:
        return sum(self.hamlets.values())


@dataclass(frozen=True, slots=True)
class OutreachPlan:
    """``left_out``: visits without a place in the plan, by hamlet. Both days inclusive."""

    office: Office
    from_on: date
    to_on: date
    days: tuple[TeamDay, ...]
    left_out: Mapping[str, int]

    def docx(self) -> bytes:
        return self.document().docx()

    def document(self) -> OfficeDocument:
        """The plan in words and one table; every number of it is counted from the table."""
        period = f"từ ngày {self.from_on:%d/%m/%Y} đến ngày {self.to_on:%d/%m/%Y}"
        return OfficeDocument(
            office=self.office,
            kind="KẾ HOẠCH",
            symbol="KH-UBND",
            subject=f"Đăng ký hộ tịch lưu động tại nhà {period}",
            year=self.from_on.year,
            opening=(self._basis(),),
            sections=(self._purpose(), self._contents(period), self._rest(), self._carrying_out()),
            recipients=("Công an xã;", "Đoàn Thanh niên xã;", "Các ấp;", "Lưu: VT."),
        )

    def _basis(self) -> str:
        circular = "các điều 24, 25 và 26 Thông tư số 04/2020/TT-BTP về đăng ký hộ tịch lưu động"
        basis = circular if self.from_on < CIRCULAR_UNTIL else "........................"
        return (
            f"Căn cứ {basis}, Ủy ban nhân dân {self.office.name} tổ chức tiếp nhận hồ sơ và trao "
            "kết quả hộ tịch tại nhà như sau:"
        )

    def _purpose(self) -> Section:
        return Section(
            "I. MỤC ĐÍCH, YÊU CẦU",
            (
                "1. Người già yếu, khuyết tật, neo đơn, hộ nghèo và người không thể đến xã được "
                "làm giấy tờ hộ tịch ngay tại nhà.",
                "2. Đội đi đúng ngày đã báo; nhận đủ giấy tờ trong một lần; giữ kín thông tin của "
                "gia đình; trao kết quả tận tay, đúng hạn.",
            ),
        )

    def _contents(self, period: str) -> Section:
        homes = sum(one.homes for one in self.days)
        hamlets = {name for one in self.days for name in one.hamlets}
        teams = {one.team for one in self.days}
        days = {one.day for one in self.days}
        rows = tuple(
            (
                f"{WEEKDAYS[one.day.weekday()]} {one.day:%d/%m}",
                one.team,
                ", ".join(one.people),
                one.vehicle,
                ", ".join(f"{name} ({count})" for name, count in one.hamlets.items()),
                str(one.homes),
            )
            for one in self.days
        )
        total = ("Tổng", "", "", "", "", str(homes))
        heads = ("Ngày", "Đội", "Thành viên", "Phương tiện", "Ấp (số chuyến thăm)", "Chuyến")
        return Section(
            "II. THỜI GIAN, LỰC LƯỢNG, ĐỊA BÀN",
            (
                f"Thời gian {period}: {len(days)} ngày đi, {len(teams)} đội, {homes} chuyến thăm "
                f"tại {len(hamlets)} ấp.",
            ),
            Table(heads, (*rows, total), (24, 11, 47, 22, 38, 18), frozenset({5})),
        )

    def _rest(self) -> Section:
        if not self.left_out:
            return Section("III. VIỆC CHƯA XẾP ĐƯỢC", ("Không có.",))
        told = ", ".join(f"{name} ({count})" for name, count in self.left_out.items())
        return Section(
            "III. VIỆC CHƯA XẾP ĐƯỢC",
            (
                f"Còn {sum(self.left_out.values())} chuyến thăm chưa xếp được trong đợt này: "
                f"{told}. Công chức tư pháp – hộ tịch báo cho các gia đình và đưa vào đợt sau.",
            ),
        )

    def _carrying_out(self) -> Section:
        return Section(
            "IV. TỔ CHỨC THỰC HIỆN",
            (
                "1. Công chức tư pháp – hộ tịch có mặt ở cả hai lần đến nhà; mang tờ khai, sổ hộ "
                "tịch, hộp dấu điểm chỉ; ghi kết quả ngay trong ngày.",
                "2. Công an xã và Đoàn Thanh niên cử người đi cùng đội theo bảng trên.",
                "3. Trưởng ấp báo trước ngày giờ cho từng hộ và dẫn đường khi cần.",
                "Trong khi thực hiện, có việc phát sinh thì báo về Ủy ban nhân dân xã để điều "
                "chỉnh.",
            ),
        )
