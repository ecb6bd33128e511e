//! When things happen in the sample: on working days, in working hours, never in the future.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use shuke_base::Moment;

use super::dice::Dice;

/// The span of time that the sample covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    pub(super) zone: Tz,
    pub(super) now: Moment,
    pub(super) first: NaiveDate,
    /// Days from the first to today, both included.
    pub(super) days: u64,
}

fn weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Calendar {
    /// The last `days` days before `now`.
    pub(super) fn new(now: Moment, zone: Tz, days: u64) -> Self {
        let today = now.with_timezone(&zone).date_naive();
        Self { zone, now, first: today - Days::new(days - 1), days }
    }

    /// The day of a moment.
    pub(super) fn day(&self, at: Moment) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The first moment of a day.
    pub(super) fn begin(&self, day: NaiveDate) -> Moment {
        self.moment(day, 0)
    }

    /// A moment of a day between two hours.
    pub(super) fn hours(&self, dice: &mut Dice, day: NaiveDate, from: i64, to: i64) -> Moment {
        self.moment(day, dice.between(from * 3_600, to * 3_600 - 1))
    }

    fn moment(&self, day: NaiveDate, seconds: i64) -> Moment {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds).unwrap_or(0), 0);
        let local = day.and_time(time.unwrap_or(NaiveTime::MIN));
        // Where clocks are put forward the hour that is left out begins with the next.
        let there = [local, local + TimeDelta::hours(1)];
        let utc = there.iter().find_map(|local| self.zone.from_local_datetime(local).earliest());
        utc.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
    }

    /// A working moment some days after another, later than that one.
    pub(super) fn later(&self, dice: &mut Dice, at: Moment, low: i64, high: i64) -> Moment {
        let days = dice.between(low, high);
        let mut day = self.day(at) + Days::new(u64::try_from(days).unwrap_or(0));
        while weekend(day) && dice.chance(90) {
            day = day + Days::new(1);
        }
        let then = self.hours(dice, day, 9, 19);
        if then > at { then } else { at + TimeDelta::minutes(dice.between(5, 90)) }
    }

    /// A round working moment some days after another: when one means to call again.
    pub(super) fn appointment(&self, dice: &mut Dice, at: Moment, low: i64, high: i64) -> Moment {
        let then = self.later(dice, at, low.max(1), high);
        let hour = i64::from(chrono::Timelike::hour(&then.with_timezone(&self.zone))).clamp(9, 17);
        let start = self.hours(&mut Dice::new(0), self.day(then), hour, hour + 1);
        let past = start.timestamp().rem_euclid(1_800);
        start - TimeDelta::seconds(past)
    }

    /// Whether a promise of that moment may have been forgotten until today. Nobody leaves one lying for months.
    pub(super) fn is_recent(&self, at: Moment) -> bool {
        at > self.now - TimeDelta::days(18)
    }

    /// Whether somebody is behind with a promise of that moment, as everyone is with some of the last days.
    pub(super) fn is_behind(&self, dice: &mut Dice, at: Moment) -> bool {
        at <= self.now && at > self.now - TimeDelta::days(8) && dice.chance(60)
    }

    /// What of a promise stands, and whether it is kept in time: one that was forgotten long ago is none any more.
    pub(super) fn promise(
        &self,
        dice: &mut Dice,
        next: Option<Moment>,
        kept: bool,
    ) -> (Option<Moment>, bool) {
        let next = next.filter(|at| kept || self.is_recent(*at));
        (next, kept && !next.is_some_and(|at| self.is_behind(dice, at)))
    }

    /// How many of `total` fall on each day: fewer at weekends, more as the company grows.
    pub(super) fn spread(&self, total: usize) -> Vec<usize> {
        let weight = |nth: u64| {
            let day = self.first + Days::new(nth);
            let week = if weekend(day) { 20 } else { 100 };
            week * (self.days + nth) / self.days
        };
        let whole: u64 = (0..self.days).map(weight).sum::<u64>().max(1);
        let (mut past, mut given) = (0_u64, 0_usize);
        (0..self.days)
            .map(|nth| {
                past += weight(nth);
                let due =
                    usize::try_from(total as u128 * u128::from(past) / u128::from(whole)).unwrap_or(total);
                let own = due - given;
                given = due;
                own
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use shuke_base::{Clock, FixedClock};

    use super::*;

    fn calendar() -> Calendar {
        Calendar::new(FixedClock::at("2026-03-04T02:30:00Z").now(), chrono_tz::Asia::Shanghai, 90)
    }

    #[test]
    fn all_are_given_out_and_weekends_get_few() {
        let calendar = calendar();
        let days = calendar.spread(10_000);
        assert_eq!(days.len(), 90);
        assert_eq!(days.iter().sum::<usize>(), 10_000);
        let sunday =
            (0..90).find(|nth| (calendar.first + Days::new(*nth)).weekday() == Weekday::Sun).unwrap();
        let sunday = usize::try_from(sunday).unwrap();
        assert!(days[sunday] * 3 < days[sunday + 1], "{days:?}");
        assert_eq!(calendar.spread(3).iter().sum::<usize>(), 3);
    }

    #[test]
    fn appointments_are_round_and_later() {
        let (calendar, mut dice) = (calendar(), Dice::new(9));
        for _ in 0..200 {
            let at = calendar.appointment(&mut dice, calendar.now, 1, 9);
            assert!(at > calendar.now);
            assert_eq!(at.timestamp() % 1_800, 0);
        }
    }
}
