"""What each weight of the planner does, said to a leader, with its default."""

from __future__ import annotations

from dataclasses import dataclass

from fieldops.domain.facts import Label


@dataclass(frozen=True, slots=True)
class WeightWords:
    """
    One weight of ``planning.Weights``, in seconds of travel, and what raising it does.

    The planner itself is not imported: it must not be loaded into the web server.
    """

    key: str
    default: int
    name: Label
    effect: Label


WEIGHTS: tuple[WeightWords, ...] = (
    WeightWords(
        "prize_point",
        100,
        Label("Điểm cần thiết của một chuyến"),
        Label("Được cho mỗi điểm của chuyến xếp được. Tăng: nhận cả hộ ở xa."),
    ),
    WeightWords(
        "required",
        1_000_000,
        Label("Chuyến bắt buộc"),
        Label("Được thêm cho mỗi chuyến bắt buộc hoặc đã ghim. Để rất lớn."),
    ),
    WeightWords(
        "undelivered",
        15_000,
        Label("Nhận hồ sơ mà chưa xếp ngày trao"),
        Label("Mất cho mỗi hồ sơ sẽ đến hạn trao trong kỳ mà chưa có chuyến trao."),
    ),
    WeightWords(
        "late_day",
        1_000,
        Label("Mỗi ngày làm việc trễ hạn"),
        Label("Mất cho mỗi ngày sau hạn, với chuyến đành phải trễ."),
    ),
    WeightWords(
        "team_day",
        3_600,
        Label("Một đội đi một ngày"),
        Label("Mất cho mỗi lượt đội đi. Tăng: ít lượt đi hơn, mỗi lượt đầy hơn."),
    ),
    WeightWords(
        "person_day",
        900,
        Label("Một người đi một ngày"),
        Label("Mất cho mỗi người đi. Tăng: đội nhỏ hơn, thêm người ở lại trụ sở."),
    ),
    WeightWords(
        "travel_second",
        1,
        Label("Một giây đi đường"),
        Label("Đơn vị để so mọi trọng số khác. Tăng: đường đi ngắn hơn."),
    ),
    WeightWords(
        "hamlet_day",
        600,
        Label("Một ngày có đội đến một ấp"),
        Label("Mất cho mỗi ấp mỗi ngày có đội. Tăng: gom hộ cùng ấp vào ít ngày, dễ báo trước."),
    ),
    WeightWords(
        "other_registrar",
        900,
        Label("Đổi công chức giữa hai lần đến"),
        Label("Mất khi người nhận hồ sơ không phải người trao. Tăng: gia đình gặp một người."),
    ),
    WeightWords(
        "uneven_day",
        300,
        Label("Chia việc không đều"),
        Label("Mất cho mỗi ngày người bận nhất đi nhiều hơn người ít nhất cùng vai trò."),
    ),
    WeightWords(
        "moved_team",
        400,
        Label("Chuyển đội so với kế hoạch đã công bố"),
        Label("Mất cho mỗi chuyến vẫn ngày cũ nhưng đổi đội."),
    ),
    WeightWords(
        "moved_day",
        1_500,
        Label("Đổi ngày so với kế hoạch đã công bố"),
        Label("Mất cho mỗi chuyến đã hẹn mà phải hẹn lại ngày khác."),
    ),
    WeightWords(
        "dropped",
        3_000,
        Label("Bỏ chuyến đã công bố"),
        Label("Mất cho mỗi chuyến đã hẹn mà không còn được xếp ngày nào."),
    ),
)
