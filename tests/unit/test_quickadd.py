"""Quick add: phrases and their exact meaning, and phrases that are no dates."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from eventapp.models import When
from eventapp.quickadd import Understood, understand

PRAGUE = "Europe/Prague"
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo(PRAGUE))
"""A Wednesday."""

UNDERSTOOD = [
    ("Lunch with Ana Fri 12:30-13:30 at Eska", "Lunch with Ana", "2026-11-27 12:30 / 2026-11-27 13:30", "", "Eska"),
    ("every Monday 9 standup", "standup", "2026-11-30 09:00", "FREQ=WEEKLY;BYDAY=MO"),
    ("Mum's birthday 5 Dec yearly", "Mum's birthday", "2026-12-05", "FREQ=YEARLY"),
    ("Dentist tomorrow 9am for 45m", "Dentist", "2026-11-26 09:00 / 2026-11-26 09:45"),
    ("Trip 27-30 Nov", "Trip", "2026-11-27 / 2026-12-01"),
    ("Yoga every Tue 19:00", "Yoga", "2026-12-01 19:00", "FREQ=WEEKLY;BYDAY=TU"),
    ("Mum 60 5 Dec", "Mum 60", "2026-12-05"),
    ("Call 3 people tomorrow", "Call 3 people", "2026-11-26"),
    ("Meeting room 12 Friday 14:00-15:30", "Meeting room 12", "2026-11-27 14:00 / 2026-11-27 15:30"),
    ("5.12. v 17:00", "", "2026-12-05 17:00"),
    ("Flight 28 Nov 23:30 - 29 Nov 02:10", "Flight", "2026-11-28 23:30 / 2026-11-29 02:10"),
    ("Conference 2026-12-01 to 2026-12-03", "Conference", "2026-12-01 / 2026-12-04"),
    ("Pay rent every month on the 1st", "Pay rent", "2026-12-01", "FREQ=MONTHLY;BYMONTHDAY=1"),
    (
        "every 2 weeks on Tue and Thu 18:00-19:30 Choir @ School",
        "Choir",
        "2026-11-26 18:00 / 2026-11-26 19:30",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        "School",
    ),
    (
        "every weekday 7:30 run until 3 March",
        "run",
        "2026-11-26 07:30",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270303T225959Z",
    ),
    ("Review in 3 days at 10", "Review", "2026-11-28 10:00"),
    ("Call in 2 hours", "Call", "2026-11-25 12:00"),
    ("Gym next Friday", "Gym", "2026-12-04"),
    ("Brunch this Sunday", "Brunch", "2026-11-29"),
    ("Lunch tomorrow noon", "Lunch", "2026-11-26 12:00"),
    ("Party Fri midnight", "Party", "2026-11-28 00:00"),
    ("Party Fri 9 pm to 1 am", "Party", "2026-11-27 21:00 / 2026-11-28 01:00"),
    ("Bake @ Mum's tomorrow", "Bake", "2026-11-26", "", "Mum's"),
    ("Rent 12/5/2026", "Rent", "2026-05-12"),
    ("Dinner Fri at 5", "Dinner", "2026-11-27 17:00"),
    ('"Friday the 13th" tomorrow 20:00', "Friday the 13th", "2026-11-26 20:00"),
    ("Watch Friday the 13th tomorrow 20:00", "Watch Friday the 13th", "2026-11-26 20:00"),
    ("every first Monday of the month 10:00 club", "club", "2026-12-07 10:00", "FREQ=MONTHLY;BYDAY=1MO"),
    ("Pay rent on the 1st of every month", "Pay rent", "2026-12-01", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ("Dinner tonight at 8", "Dinner", "2026-11-25 20:00"),
    ("Dinner at 8 tonight", "Dinner", "2026-11-25 20:00"),
    ("Camp every year 5-10 July", "Camp", "2027-07-05 / 2027-07-11", "FREQ=YEARLY"),
    ("Sun cream Fri 10:00", "Sun cream", "2026-11-27 10:00"),
    ("Call Bob 17:00", "Call Bob", "2026-11-25 17:00"),
    ("Call Bob at 9", "Call Bob", "2026-11-26 09:00"),
    ("Yoga Mondays 19:00", "Yoga", "2026-11-30 19:00", "FREQ=WEEKLY;BYDAY=MO"),
    ("Standup daily at 9", "Standup", "2026-11-26 09:00", "FREQ=DAILY"),
    ("Daily standup 9:15 tomorrow", "Daily standup", "2026-11-26 09:15"),
    ("Plan next week tomorrow 10:00", "Plan next week", "2026-11-26 10:00"),
    ("Sat 5 Dec party", "party", "2026-12-05"),
    ("every Mon 18:00 10 times yoga", "10 times yoga", "2026-11-30 18:00", "FREQ=WEEKLY;BYDAY=MO"),
    ("Team weekly Mon 10:00", "Team weekly", "2026-11-30 10:00"),
    ("Fri 22:00 - Sat 02:00 party", "party", "2026-11-27 22:00 / 2026-11-28 02:00"),
    ("Fri - Sun ski", "ski", "2026-11-27 / 2026-11-30"),
    ("Call at least 3 people tomorrow", "Call at least 3 people", "2026-11-26"),
    ("Look at 3 flats tomorrow", "Look", "2026-11-26", "", "3 flats"),
    ("Dentist on the 4th at 9", "Dentist", "2026-12-04 09:00"),
    ("Lunch 12:30 with Bob tomorrow at Eska", "Lunch with Bob", "2026-11-26 12:30", "", "Eska"),
    ("17:00", "", "2026-11-25 17:00"),
    ("tomorrow", "", "2026-11-26"),
    ("at 5", "", "2026-11-25 17:00"),
    ("Dinner @Eska Fri 19:00", "Dinner", "2026-11-27 19:00", "", "Eska"),
    ("Ask ana@example.org tomorrow", "Ask ana@example.org", "2026-11-26"),
    ("Lunch, Fri 12:30, at Eska", "Lunch", "2026-11-27 12:30", "", "Eska"),
    ("Deadline: tomorrow", "Deadline", "2026-11-26"),
    ("Fri 12:30: Lunch", "Lunch", "2026-11-27 12:30"),
    ("Lunch (Fri 12:30)", "Lunch", "2026-11-27 12:30"),
    ("Movie on Sun", "Movie", "2026-11-29"),
    ("Movie Sun 20:00", "Movie", "2026-11-29 20:00"),
    ("Movie Sun at 8pm", "Movie", "2026-11-29 20:00"),
    ("5 May lunch", "lunch", "2027-05-05"),
    ("Lunch May 5", "Lunch", "2027-05-05"),
    ("May 5th lunch", "lunch", "2027-05-05"),
    ("Chapter 5 Dec 9", "Chapter", "2026-12-05 09:00"),
    ("Dec 5 lunch", "lunch", "2026-12-05"),
    ("December 5, 2027 lunch", "lunch", "2027-12-05"),
    ("Saturday, December 5, 2026 gig 20:00", "gig", "2026-12-05 20:00"),
    ("gig 12/5 20:00", "gig", "2027-05-12 20:00"),
    ("50/50 split tomorrow", "50/50 split", "2026-11-26"),
    ("Work 9 to 5 tomorrow", "Work 9 to 5", "2026-11-26"),
    ("Work tomorrow 9 to 5", "Work", "2026-11-26 09:00 / 2026-11-26 17:00"),
    ("Work from 9 to 5 tomorrow", "Work", "2026-11-26 09:00 / 2026-11-26 17:00"),
    ("Sale 2-4pm Fri", "Sale", "2026-11-27 14:00 / 2026-11-27 16:00"),
    ("Lunch 11-1pm Fri", "Lunch", "2026-11-27 11:00 / 2026-11-27 13:00"),
    ("Night shift Fri 22:00-6:00", "Night shift", "2026-11-27 22:00 / 2026-11-28 06:00"),
    ("Fri 5-7 drinks", "5-7 drinks", "2026-11-27"),
    ("Fri 9-10", "", "2026-11-27 09:00 / 2026-11-27 10:00"),
    ("tomorrow 9 dentist", "9 dentist", "2026-11-26"),
    ("Tomorrow 3 people come", "3 people come", "2026-11-26"),
    ("Call at 3:30", "Call", "2026-11-25 15:30"),
    ("run 06:30 tomorrow", "run", "2026-11-26 06:30"),
    ("run 6:30 tomorrow", "run", "2026-11-26 18:30"),
    ("run tomorrow morning at 6:30", "run", "2026-11-26 06:30"),
    ("Fri 7.30pm film", "film", "2026-11-27 19:30"),
    ("Fri at noon lunch", "lunch", "2026-11-27 12:00"),
    ("High Noon Fri 20:00", "High Noon", "2026-11-27 20:00"),
    ("at midnight fireworks", "fireworks", "2026-11-26 00:00"),
    ("fireworks 31 Dec midnight", "fireworks", "2027-01-01 00:00"),
    ("Prayer every day at midnight", "Prayer", "2026-11-26 00:00", "FREQ=DAILY"),
    ("Meet before Friday tomorrow 9:00", "Meet before Friday", "2026-11-26 09:00"),
    ("Camp 28 Dec - 3 Jan", "Camp", "2026-12-28 / 2027-01-04"),
    ("Camp 28 Dec to 3 Jan 2027", "Camp", "2026-12-28 / 2027-01-04"),
    ("Camp Dec 28 - Jan 3", "Camp", "2026-12-28 / 2027-01-04"),
    ("Camp 3.-5.12.2026", "Camp", "2026-12-03 / 2026-12-06"),
    ("Trip Nov 27-30", "Trip", "2026-11-27 / 2026-12-01"),
    ("Trip from 27 to 30 November", "Trip", "2026-11-27 / 2026-12-01"),
    ("Holiday from tomorrow to Friday", "Holiday", "2026-11-26 / 2026-11-28"),
    ("Friday next week lunch", "lunch", "2026-12-04"),
    ("every Mon, Wed and Fri 7:00 gym", "gym", "2026-11-27 07:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("every Mon-Fri 9-17 work", "work", "2026-11-26 09:00 / 2026-11-26 17:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("every weekend hike", "hike", "2026-11-28", "FREQ=WEEKLY;BYDAY=SA,SU"),
    ("every other Thursday 18:00 choir", "choir", "2026-11-26 18:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    ("every day 8:00 pills for 10m", "pills", "2026-11-26 08:00 / 2026-11-26 08:10", "FREQ=DAILY"),
    ("every 3 days water plants", "water plants", "2026-11-25", "FREQ=DAILY;INTERVAL=3"),
    ("every year on 5 Dec party", "party", "2026-12-05", "FREQ=YEARLY"),
    ("every 5 Dec party", "party", "2026-12-05", "FREQ=YEARLY"),
    ("every week on Friday 10:00 sync", "sync", "2026-11-27 10:00", "FREQ=WEEKLY;BYDAY=FR"),
    ("weekly on Friday at 10 sync", "sync", "2026-11-27 10:00", "FREQ=WEEKLY"),
    ("Sync Fri 10:00 weekly", "Sync", "2026-11-27 10:00", "FREQ=WEEKLY"),
    ("daily 9:00 standup", "standup", "2026-11-26 09:00", "FREQ=DAILY"),
    (
        "every Monday 9:00 from 7 Dec until 20 Dec sync",
        "sync",
        "2026-12-07 09:00",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261220T225959Z",
    ),
    ("every Monday from 7 Dec 9:00 sync", "sync", "2026-12-07 09:00", "FREQ=WEEKLY;BYDAY=MO"),
    ("every month on the first Monday 18:00 club", "club", "2026-12-07 18:00", "FREQ=MONTHLY;BYDAY=1MO"),
    ("every last Friday of the month 17:00 drinks", "drinks", "2026-11-27 17:00", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("every month on the last day report", "report", "2026-11-30", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("every 1st of the month rent", "rent", "2026-12-01", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ("every month on the 31st report", "report", "2026-12-31", "FREQ=MONTHLY;BYMONTHDAY=31"),
    ("every 2 months on the 1st and 15th report", "report", "2026-12-01", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15"),
    ("Meet Mum 1 Dec for 3 days", "Meet Mum", "2026-12-01 / 2026-12-04"),
    ("Walk for 2 hours tomorrow", "Walk for 2 hours", "2026-11-26"),
    ("Walk for 2 hours tomorrow 9:00", "Walk", "2026-11-26 09:00 / 2026-11-26 11:00"),
    ("Walk tomorrow 9:00 for 1.5 hours", "Walk", "2026-11-26 09:00 / 2026-11-26 10:30"),
    ("Walk tomorrow 9:00 for 1h 30m", "Walk", "2026-11-26 09:00 / 2026-11-26 10:30"),
    ("Walk 9:00-10:00 tomorrow for 2h", "Walk for 2h", "2026-11-26 09:00 / 2026-11-26 10:00"),
    ("in 45 minutes tea", "tea", "2026-11-25 10:45"),
    ("in 2 hours call Bob", "call Bob", "2026-11-25 12:00"),
    ("rent in a week", "rent", "2026-12-02"),
    ("rent in a month", "rent", "2026-12-25"),
    ("1 Jan 2020 party", "party", "2020-01-01"),
    ("Friday 27 Nov 10:00 film", "film", "2026-11-27 10:00"),
    ("Fri 27 film", "27 film", "2026-11-27"),
    ("🎂 Mum tomorrow", "🎂 Mum", "2026-11-26"),
    ("فطور غدا tomorrow 9:00", "فطور غدا", "2026-11-26 09:00"),
    ('Lunch at "At Five" tomorrow', 'Lunch at "At Five"', "2026-11-26"),
    ('Read "Dune" tomorrow', 'Read "Dune"', "2026-11-26"),
    ("tonight 9:30 film", "film", "2026-11-25 21:30"),
    ("this evening at 7 film", "film", "2026-11-25 19:00"),
    ("9 pm to 1 am tomorrow party", "party", "2026-11-26 21:00 / 2026-11-27 01:00"),
    ("Look at me tomorrow", "Look", "2026-11-26", "", "me"),
    ("Team 3 10:00 tomorrow", "Team 3", "2026-11-26 10:00"),
    ("Bus 9 Fri", "Bus 9", "2026-11-27"),
    ("Party 24:00", "Party", "2026-11-26 00:00"),
    ("Party Fri 24:00", "Party", "2026-11-28 00:00"),
    ("Version 5.12. tomorrow", "Version 5.12.", "2026-11-26"),
    ("call 5.12.2026 9:00", "call", "2026-12-05 09:00"),
    ("5. 12. 2026 9:00 call", "call", "2026-12-05 09:00"),
    ("every Monday 9 1-20 Dec sync", "sync", "2026-12-07 09:00", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261220T225959Z"),
    ("Meet 5 Dec 2027", "Meet", "2027-12-05"),
    ("Lunch day after tomorrow 12:30", "Lunch", "2026-11-27 12:30"),
    ("Lunch today 18:00", "Lunch", "2026-11-25 18:00"),
    ("Swim today 8:00", "Swim", "2026-11-25 08:00"),
    ("Call at 10:00", "Call", "2026-11-25 10:00"),
    ("Call at 09:59", "Call", "2026-11-26 09:59"),
    ("Call Wed 9:00", "Call", "2026-12-02 09:00"),
    ("Call Wednesday 9:00", "Call", "2026-12-02 09:00"),
    ("Call Wednesday 11:00", "Call", "2026-11-25 11:00"),
    ("Bins Wednesday", "Bins", "2026-11-25"),
    ("Tea Thursday, 4pm", "Tea", "2026-11-26 16:00"),
    ("Tea Thursday at 4 p.m.", "Tea", "2026-11-26 16:00"),
    ("Tea 4 pm tomorrow", "Tea", "2026-11-26 16:00"),
    ("Call tomorrow at 5 o'clock", "Call", "2026-11-26 17:00"),
    ("Fast tomorrow 12am", "Fast", "2026-11-26 00:00"),
    ("Lunch tomorrow 12pm", "Lunch", "2026-11-26 12:00"),
    ("Fair Sat - Sun", "Fair", "2026-11-28 / 2026-11-30"),
    ("Fair Sat to Sun", "Fair", "2026-11-28 / 2026-11-30"),
    ("Fair Saturday-Sunday", "Fair", "2026-11-28 / 2026-11-30"),
    ("Retreat tomorrow to 30 Nov", "Retreat", "2026-11-26 / 2026-12-01"),
    ("Retreat today - Friday", "Retreat", "2026-11-25 / 2026-11-28"),
    ("Retreat 2026-12-30 to 2 Jan", "Retreat", "2026-12-30 / 2027-01-03"),
    ("Retreat 20 Nov - 28 Nov", "Retreat", "2026-11-20 / 2026-11-29"),
    ("Sabbatical 1 Jan 2027 to 31 Dec 2027", "Sabbatical", "2027-01-01 / 2028-01-01"),
    ("Train Fri 10:00 to Sun 18:00", "Train", "2026-11-27 10:00 / 2026-11-29 18:00"),
    ("Train 10:00 Fri - 18:00 Sun", "Train", "2026-11-27 10:00 / 2026-11-29 18:00"),
    ("Gig 9:30 pm 5 Dec", "Gig", "2026-12-05 21:30"),
    ("Gig on 5 December at 21:30", "Gig", "2026-12-05 21:30"),
    ("Gig on the 5th of December 21:30", "Gig", "2026-12-05 21:30"),
    ("Gig on Dec. 5th 21:30", "Gig", "2026-12-05 21:30"),
    ("Gig 20 Nov", "Gig", "2027-11-20"),
    ("Gig 25 Nov", "Gig", "2026-11-25"),
    ("Leap 29 Feb 2028", "Leap", "2028-02-29"),
    ("Mum's day 1.1. yearly", "Mum's day", "2027-01-01", "FREQ=YEARLY"),
    ("Tax 31 Mar yearly", "Tax", "2027-03-31", "FREQ=YEARLY"),
    ("Quarterly report 1 Jan quarterly", "Quarterly report", "2027-01-01", "FREQ=MONTHLY;INTERVAL=3"),
    ("Bins 1 Dec fortnightly", "Bins", "2026-12-01", "FREQ=WEEKLY;INTERVAL=2"),
    ("Team 1 Dec 10:00 weekly 5 times", "Team", "2026-12-01 10:00", "FREQ=WEEKLY;COUNT=5"),
    ("Check yearly on 5 Dec", "Check", "2026-12-05", "FREQ=YEARLY"),
    (
        "every Tue & Thu 18:00-19:30 choir until 17 Dec",
        "choir",
        "2026-11-26 18:00 / 2026-11-26 19:30",
        "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261217T225959Z",
    ),
    ("every Tue/Thu 18:00 choir", "choir", "2026-11-26 18:00", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("every two weeks on Friday lunch", "lunch", "2026-11-27", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
    ("every day until 30 Nov advent", "advent", "2026-11-25", "FREQ=DAILY;UNTIL=20261130"),
    ("every weekday at 7:30 run", "run", "2026-11-26 07:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    (
        "Choir every Thursday 19:00-21:00 @ St John's from 3 Dec",
        "Choir",
        "2026-12-03 19:00 / 2026-12-03 21:00",
        "FREQ=WEEKLY;BYDAY=TH",
        "St John's",
    ),
    ("each Sunday 10:00 mass", "mass", "2026-11-29 10:00", "FREQ=WEEKLY;BYDAY=SU"),
    ("Weekdays 7:30 run", "run", "2026-11-26 07:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("Gym Tuesdays and Thursdays 18:00", "Gym", "2026-11-26 18:00", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("every month on the second Tuesday 19:00 board", "board", "2026-12-08 19:00", "FREQ=MONTHLY;BYDAY=2TU"),
    ("first Monday of every month 19:00 board", "board", "2026-12-07 19:00", "FREQ=MONTHLY;BYDAY=1MO"),
    ("every 3 months on the 15th VAT", "VAT", "2026-12-15", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"),
    ("every 4 years 1 Jan games", "games", "2027-01-01", "FREQ=YEARLY;INTERVAL=4"),
    ("every Friday 22:00-2:00 dance", "dance", "2026-11-27 22:00 / 2026-11-28 02:00", "FREQ=WEEKLY;BYDAY=FR"),
    ("Pitch in 90 min", "Pitch", "2026-11-25 11:30"),
    ("Pitch in an hour for 20m", "Pitch", "2026-11-25 11:00 / 2026-11-25 11:20"),
    ("Renew in 2 years", "Renew", "2028-11-25"),
    ("Dinner at Mum's tomorrow 19:00", "Dinner", "2026-11-26 19:00", "", "Mum's"),
    ("Dinner at 12 Main Street tomorrow 19:00", "Dinner", "2026-11-26 19:00", "", "12 Main Street"),
    ("Dinner tomorrow 19:00 at 12 Main Street", "Dinner", "2026-11-26 19:00", "", "12 Main Street"),
    ("Lunch Fri 12 at Eska", "Lunch", "2026-11-27 12:00", "", "Eska"),
    ("Lunch Fri 12 @ Eska", "Lunch", "2026-11-27 12:00", "", "Eska"),
    ("Concert @ Rudolfinum, Fri 19:30", "Concert", "2026-11-27 19:30", "", "Rudolfinum"),
    ("Party @ House at the Park tomorrow", "Party", "2026-11-26", "", "House at the Park"),
    ("tomorrow 9:00 Dentist at Clinic with Ana", "Dentist", "2026-11-26 09:00", "", "Clinic with Ana"),
    ("Read “Sun at 5” tomorrow", "Read “Sun at 5”", "2026-11-26"),
    ("«Le 5 mai» tomorrow", "Le 5 mai", "2026-11-26"),
    ("Dune (part two) Fri 20:00", "Dune (part two)", "2026-11-27 20:00"),
    ("Café Zoë tomorrow", "Café Zoë", "2026-11-26"),
    ("👩‍👩‍👧 picnic @ Park 🌳 tomorrow 12:00", "👩‍👩‍👧 picnic", "2026-11-26 12:00", "", "Park 🌳"),
    ("פגישה tomorrow 10:00", "פגישה", "2026-11-26 10:00"),
    ("Call between tomorrow", "Call between", "2026-11-26"),
    ("every Monday until 20 Nov sync", "sync", "2026-11-30", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20271120"),
    ("Shift Wed 9:00 - Thu 10:00", "Shift", "2026-12-02 09:00 / 2026-12-03 10:00"),
    ("every other week on Friday choir", "choir", "2026-11-27", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
    ("Read it tomorrow 3 times", "Read it 3 times", "2026-11-26"),
    ("5.12. v 5", "v 5", "2026-12-05"),
    ("Rest tomorrow for 2 months", "Rest for 2 months", "2026-11-26"),
    ("Lunch Fri at 1", "Lunch", "2026-11-27 13:00"),
    ("Drinks Fri at 6", "Drinks", "2026-11-27 18:00"),
    ("Run Fri at 7", "Run", "2026-11-27 07:00"),
    ("5 Dec 3 people for lunch", "3 people for lunch", "2026-12-05"),
    ("Mum 60 Dec 5", "Mum 60", "2026-12-05"),
    ("Team 3 December 5th 9:00", "Team 3", "2026-12-05 09:00"),
    ("Duty Fri 18:00-8:00", "Duty", "2026-11-27 18:00 / 2026-11-28 08:00"),
    ("Duty Fri 9:00-7:30", "Duty", "2026-11-27 09:00 / 2026-11-27 19:30"),
    ("Shop noon to 2 Fri", "Shop", "2026-11-27 12:00 / 2026-11-27 14:00"),
    ("Yoga every Mon and Tue until 2026-12-20", "Yoga", "2026-11-30", "FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20261220"),
    ("Fri 14:00–15:30 review", "review", "2026-11-27 14:00 / 2026-11-27 15:30"),
    ("Camp from 28 Dec until 3 Jan", "Camp", "2026-12-28 / 2027-01-04"),
    ("Walk tomorrow 9:00 for an hour and a half", "Walk", "2026-11-26 09:00 / 2026-11-26 10:30"),
    ("Open house tomorrow from 10:00", "Open house", "2026-11-26 10:00"),
    ("Wait until late Fri 9:00", "Wait until late", "2026-11-27 09:00"),
    ("Fri 14:00 — 15:30 review", "review", "2026-11-27 14:00 / 2026-11-27 15:30"),
    ("Doctor at half past 3 tomorrow", "Doctor", "2026-11-26 15:30"),
    ("Doctor tomorrow half past three", "Doctor", "2026-11-26 15:30"),
    ("Doctor half past 3", "Doctor", "2026-11-25 15:30"),
    ("Half past 3 doctor", "doctor", "2026-11-25 15:30"),
    ("Doctor half past 3 with Ana Fri", "Doctor with Ana", "2026-11-27 15:30"),
    ("Doctor quarter past 9 on Tuesday", "Doctor", "2026-12-01 09:15"),
    ("Call a quarter to 5 Fri", "Call", "2026-11-27 16:45"),
    ("Lunch quarter to one Fri", "Lunch", "2026-11-27 12:45"),
    ("Lunch half past twelve Fri", "Lunch", "2026-11-27 12:30"),
    ("Tea twenty to 5 Fri", "Tea", "2026-11-27 16:40"),
    ("Tea quarter past 15 Fri", "Tea", "2026-11-27 15:15"),
    ("Dinner Fri half past 7 pm", "Dinner", "2026-11-27 19:30"),
    ("Dinner tomorrow evening half past 7", "Dinner", "2026-11-26 19:30"),
    ("Run Fri half past 6 in the morning", "Run", "2026-11-27 06:30"),
    ("Run Fri at 6 in the morning", "Run", "2026-11-27 06:00"),
    ("Party Fri 9 at night", "Party", "2026-11-27 21:00"),
    ("Party Fri 12 at night", "Party", "2026-11-28 00:00"),
    ("Flight Fri 1:30 at night", "Flight", "2026-11-27 01:30"),
    ("Tea Fri from half past 3 to 5", "Tea", "2026-11-27 15:30 / 2026-11-27 17:00"),
    ("Yoga Fri 9 to half past 10", "Yoga", "2026-11-27 09:00 / 2026-11-27 10:30"),
    ("Talk Fri 14:00 to half past 3", "Talk", "2026-11-27 14:00 / 2026-11-27 15:30"),
    ("Talk Fri quarter to 5 to 18:00", "Talk", "2026-11-27 16:45 / 2026-11-27 18:00"),
    ("Swim at 18h tomorrow", "Swim", "2026-11-26 18:00"),
    ("Swim at 18h with Ana", "Swim with Ana", "2026-11-25 18:00"),
    ("Swim at 8h tomorrow", "Swim", "2026-11-26 08:00"),
    ("Swim tomorrow 18h", "Swim", "2026-11-26 18:00"),
    ("Swim 18 h tomorrow", "Swim", "2026-11-26 18:00"),
    ("Swim 18h30", "Swim", "2026-11-25 18:30"),
    ("Work tomorrow 9-17h", "Work", "2026-11-26 09:00 / 2026-11-26 17:00"),
    ("Meet Fri from 9h to 11h", "Meet", "2026-11-27 09:00 / 2026-11-27 11:00"),
    ("every Mon 18h swim", "swim", "2026-11-30 18:00", "FREQ=WEEKLY;BYDAY=MO"),
    ("Swim for 18h tomorrow", "Swim for 18h", "2026-11-26"),
    ("Shift 8h tomorrow", "Shift 8h", "2026-11-26"),
    ("Hike 3-4h tomorrow", "Hike 3-4h", "2026-11-26"),
    ("Film 2h30 tomorrow", "Film 2h30", "2026-11-26"),
    ("18h swim tomorrow", "18h swim", "2026-11-26"),
    ("Lunch noon", "Lunch", "2026-11-25 12:00"),
    ("Lunch noon tomorrow", "Lunch", "2026-11-26 12:00"),
    ("Noon Fri lunch", "lunch", "2026-11-27 12:00"),
    ("Lunch Fri 12 noon", "Lunch", "2026-11-27 12:00"),
    ("Lunch Sun noon", "Lunch", "2026-11-29 12:00"),
    ("Party midnight", "Party", "2026-11-26 00:00"),
    ("Lunch noon at Eska", "Lunch", "2026-11-25 12:00", "", "Eska"),
    ("noon lunch tomorrow", "noon lunch", "2026-11-26"),
    ("High Noon tomorrow", "High Noon", "2026-11-26"),
    ("Shop until noon tomorrow", "Shop until noon", "2026-11-26"),
    ("Half Moon party tomorrow", "Half Moon party", "2026-11-26"),
    ("Quarter finals Sat 15:00", "Quarter finals", "2026-11-28 15:00"),
]

GERMAN = [
    ("Zahnarzt morgen um 9", "Zahnarzt", "2026-11-26 09:00"),
    ("jeden Montag um 9 Standup", "Standup", "2026-11-30 09:00", "FREQ=WEEKLY;BYDAY=MO"),
    ("Mamas Geburtstag 5.12. jährlich", "Mamas Geburtstag", "2026-12-05", "FREQ=YEARLY"),
    ("Urlaub 27.-30.11.", "Urlaub", "2026-11-27 / 2026-12-01"),
    ("Essen Fr 19-21 Uhr bei Eska", "Essen", "2026-11-27 19:00 / 2026-11-27 21:00", "", "Eska"),
    (
        "Kurs alle 2 Wochen am Di und Do 18:00-19:30",
        "Kurs",
        "2026-11-26 18:00 / 2026-11-26 19:30",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
    ),
    (
        "Lauf jeden Werktag 7:30 bis 3. März",
        "Lauf",
        "2026-11-26 07:30",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270303T225959Z",
    ),
    ("Miete jeden Monat am 1.", "Miete", "2026-12-01", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ("Anruf in 3 Tagen um 10", "Anruf", "2026-11-28 10:00"),
    ("Kino heute Abend um 8", "Kino", "2026-11-25 20:00"),
    ("5.12. um 17 Uhr Glühwein", "Glühwein", "2026-12-05 17:00"),
    ("Essen am 5. Dezember um 18:30 für 2 Stunden", "Essen", "2026-12-05 18:30 / 2026-12-05 20:30"),
    ("Urlaub vom 27. bis 30. November", "Urlaub", "2026-11-27 / 2026-12-01"),
    (
        "Chor jeden Dienstag und Donnerstag 18-19:30 Uhr",
        "Chor",
        "2026-11-26 18:00 / 2026-11-26 19:30",
        "FREQ=WEEKLY;BYDAY=TU,TH",
    ),
    ("Arbeit morgen von 9 bis 17 Uhr", "Arbeit", "2026-11-26 09:00 / 2026-11-26 17:00"),
    ("Lauf morgen um 5", "Lauf", "2026-11-26 05:00"),
    ("Prüfung in 2 Monaten", "Prüfung", "2027-01-25"),
    ("Reise in 3 Tagen für 4 Tage", "Reise", "2026-11-28 / 2026-12-02"),
    ("Yoga jeden Tag um 7", "Yoga", "2026-11-26 07:00", "FREQ=DAILY"),
    ("Treffen nächsten Freitag um 14 Uhr", "Treffen", "2026-12-04 14:00"),
    ("JÄHRLICH am 5.12. Feier", "Feier", "2026-12-05", "FREQ=YEARLY"),
    ("Kino Sa 20:00 bei Lucerna", "Kino", "2026-11-28 20:00", "", "Lucerna"),
    ("Urlaub vom 20.12. bis 3.1.", "Urlaub", "2026-12-20 / 2027-01-04"),
    ("Friseur kommenden Montag 10 Uhr", "Friseur", "2026-11-30 10:00"),
    ("Feier am 24.12. ab 18 Uhr", "Feier", "2026-12-24 18:00"),
    ("Miete am 1. jeden Monats", "Miete", "2026-12-01", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ("Friseur am Montag um halb elf", "Friseur", "2026-11-30 10:30"),
    ("Friseur halb elf", "Friseur", "2026-11-25 10:30"),
    ("Friseur Dienstag Viertel nach 9", "Friseur", "2026-12-01 09:15"),
    ("Viertel nach 3 Tee", "Tee", "2026-11-25 15:15"),
    ("Tee Freitag Viertel vor fünf", "Tee", "2026-11-27 16:45"),
    ("Kino morgen dreiviertel acht", "Kino", "2026-11-26 07:45"),
    ("Essen morgen halb eins", "Essen", "2026-11-26 12:30"),
    ("Kino Freitag halb elf abends", "Kino", "2026-11-27 22:30"),
    ("Kino Freitag 8 Uhr abends", "Kino", "2026-11-27 20:00"),
    ("Kino Freitag 20 Uhr abends", "Kino", "2026-11-27 20:00"),
    ("Lauf Freitag morgens um halb acht", "Lauf", "2026-11-27 07:30"),
    ("Bar Freitag 2 Uhr nachts", "Bar", "2026-11-27 02:00"),
    ("Bar Freitag 12 Uhr nachts", "Bar", "2026-11-28 00:00"),
    ("Sitzung morgen 9 bis halb elf", "Sitzung", "2026-11-26 09:00 / 2026-11-26 10:30"),
    ("Arbeit morgen von halb neun bis 5", "Arbeit", "2026-11-26 08:30 / 2026-11-26 17:00"),
    ("Sitzung Freitag 14 bis halb vier", "Sitzung", "2026-11-27 14:00 / 2026-11-27 15:30"),
    ("Party Freitag 22 Uhr bis halb eins", "Party", "2026-11-27 22:00 / 2026-11-28 00:30"),
    ("jeden Montag halb elf Yoga", "Yoga", "2026-11-30 10:30", "FREQ=WEEKLY;BYDAY=MO"),
    ("Zug morgen um 18h", "Zug", "2026-11-26 18:00"),
    ("Zug ab 18h30 morgen", "Zug", "2026-11-26 18:30"),
    ("Essen mittags", "Essen", "2026-11-25 12:00"),
    ("Essen morgen Mittag", "Essen", "2026-11-26 12:00"),
    ("Essen Freitag 12 Uhr mittags", "Essen", "2026-11-27 12:00"),
    ("Essen Freitag 11 Uhr mittags", "Essen", "2026-11-27 11:00"),
    ("Essen Freitag 1 Uhr mittags", "Essen", "2026-11-27 13:00"),
    ("Mittag mit Ana Freitag", "Mittag mit Ana", "2026-11-27"),
    ("Halb so wild morgen", "Halb so wild", "2026-11-26"),
    ("Halbmarathon Sonntag", "Halbmarathon", "2026-11-29"),
]

ENGLISH_ABROAD = [
    ("Lunch with Ana Fri 12:30-13:30 at Eska", "Lunch with Ana", "2026-11-27 12:30 / 2026-11-27 13:30", "", "Eska"),
    ("Dentist tomorrow 9am for 45 min", "Dentist", "2026-11-26 09:00 / 2026-11-26 09:45"),
    ("Every Monday 9:00 standup", "standup", "2026-11-30 09:00", "FREQ=WEEKLY;BYDAY=MO"),
    ("Mum's birthday 5 Dec yearly", "Mum's birthday", "2026-12-05", "FREQ=YEARLY"),
    ("Dinner Sat 19:00", "Dinner", "2026-11-28 19:00"),
    ("Do laundry tomorrow", "Do laundry", "2026-11-26"),
    ("Call in an hour", "Call", "2026-11-25 11:00"),
    ("Run tomorrow 06:30", "Run", "2026-11-26 06:30"),
    ("Tea tomorrow half past 3", "Tea", "2026-11-26 15:30"),
    ("Rent 12/5/2027 10:00", "Rent", "2027-05-12 10:00"),
    ("Treffen 27 Nov 14:00", "Treffen", "2026-11-27 14:00"),
    ("Treffen Freitag at noon", "Treffen at noon", "2026-11-27"),
    ("Daily 10:15", "Daily", "2026-11-25 10:15"),
]
"""What it means to people who read German."""

AMBIGUOUS_ABROAD = [
    ("Lunch Fri at 1", date(2026, 11, 27)),
    ("Run tomorrow 6:30", date(2026, 11, 26)),
    ("Standup next week 10:00", None),
    ("Report by Friday", None),
    ("Karl May 5", None),
    ("Treffen 5 am See", None),
    ("Daily 9:15", None),
    ("Treffen viertel acht tomorrow", None),
]

NOT_DATES = [
    "Party 31 Nov 10:00",
    "Leap 29 Feb 2027",
    "Leap 29 Feb yearly",
    "Watch Friday the 13th",
    "Black Friday sale 10:00",
    "every 2nd Tuesday 10:00 club",
    "Gym every Mon and Fri at 7am until end of January",
    "Gym Mon, Wed, Fri 7am",
    "Call Mon and Tue",
    "Party Friday in a week",
    "Trip from 20 Dec until 20 Dec",
    "Dinner tomorrow evening",
    "Call 17:00 UTC tomorrow",
    "Version 2.12 release",
    "Room 12",
    "Call 3 people",
    "May I come",
    "Sun cream",
    "March for peace",
    "Mon Chéri",
    "second hand shop",
    "John 3:16",
    "Submit report by Friday",
    "Wait until tomorrow 10:00",
    "Next week 10:00 standup",
    "Sun 5 Dec party",
    "every Mon for 6 weeks yoga",
    "Movie Sun",
    "3 may come",
    "May 5 people come",
    "score 12/5",
    "24/7 support",
    "Midnight movie",
    "Prayer every Friday at midnight",
    "Friday's report",
    "Good Friday service 10:00",
    "Prep for Friday",
    "Trip 30-27 Nov",
    "Trip 27-30 Nov 10:00",
    "next week Friday lunch",
    "every hour 10:00 drink",
    "every Monday from 7 Dec sync on 14 Dec",
    "every morning run",
    "every week standup",
    "daily",
    "gym every Monday Tue 10:00",
    "Learn Python in 3 days course",
    "Fri 13th film",
    '"Call at 5 tomorrow"',
    "tonight",
    "Dinner tonight at 12",
    "Meet 5 Dec 1730",
    "Meet 5 Dec 27",
    "Meet on Mondays",
    "Python 3.11 talk",
    "Ocean's 11",
    "Area 51 film",
    "10 km run",
    "5-a-side",
    "Psalm 23",
    "One day",
    "Mar del Plata",
    "Jan and Ana",
    "Sat nav",
    "12 Monkeys",
    "Catch-22",
    "A day at the races",
    "Every little helps",
    "Monthly review",
    "Daily Mail",
    "First Monday",
    "Fridays for Future",
    "Today's news",
    "Call in sick",
    "99/99/2026",
    "2026-13-01",
    "32 Dec",
    "0 Dec",
    "25:00 film",
    "12:75 film",
    "13pm film",
    "at 25",
    "Lunch at Eska",
    "Dinner @ Eska",
    "Walk for 2 hours",
    "Screen 16:10 ratio",
    "Dinner from 5 Dec",
    "Party until midnight",
    "5 times a charm",
    "every 0 days pills",
    "every month on the 32nd",
    "every 6th Friday of the month",
    "every Monday from 7 Dec until 1 Dec sync",
    "every Monday from 7 Dec until 20 Dec 3 times",
    "every Friday on 31 Dec",
    "Meet last week",
    "every 2nd hour",
    "tomorrow's",
    "Fri-day",
    "Sun-dried",
    "Move to Friday",
    "12 to 5 Dec",
    "5 Dec to 3 Dec",
    "5 Dec 2026 to 3 Dec 2026",
    "28 Nov 10:00 - 27 Nov 9:00",
    "Meet 12/13/2026",
    "Work from 9",
    "every day on Monday",
    "every m",
    "in 0.5 days",
    "every 29 Feb",
    "Tax 31 Nov yearly",
    "every 40th day of the month",
    "Half Moon party",
    "Half price",
    "Quarter finals",
    "Half past",
    "Half past Dave",
    "Half past 24 Fri",
    "Quarter to 0 Fri",
    "Doctor half past 3 with Ana",
    "Meet about half past 3 Fri",
    "Ten to 5 tomorrow",
    "Meet half past 3 UTC Fri",
    "Dinner tonight quarter to 1",
    "Shift tomorrow 8h",
    "Hike tomorrow 3-4h",
    "every Mon 8h swim",
    "24h race",
    "Race 25h30",
    "Fast 16h",
    "High Noon",
    "Call by noon",
    "Room 5 in the morning",
]


def read(text, now=NOW, timezone=PRAGUE, **options):
    return understand(text, now, timezone, **options)


def times(when):
    """As in the table: the start, and the end behind a slash."""
    moments = [when.start] if when.end is None else [when.start, when.end]
    return " / ".join(m.isoformat(" ", "minutes") if isinstance(m, datetime) else m.isoformat() for m in moments)


def as_row(text, understood):
    row = [text, understood.title, times(understood.when), understood.rule, understood.place]
    while not row[-1]:
        row.pop()
    return tuple(row)


@pytest.mark.parametrize("row", UNDERSTOOD, ids=lambda row: row[0])
def test_a_phrase_means_exactly(row):
    assert as_row(row[0], read(row[0])) == row


@pytest.mark.parametrize("row", GERMAN, ids=lambda row: row[0])
def test_a_german_phrase_means_exactly(row):
    assert as_row(row[0], read(row[0], language="de")) == row


@pytest.mark.parametrize("row", ENGLISH_ABROAD, ids=lambda row: row[0])
def test_a_line_in_which_german_finds_no_day_is_read_as_english(row):
    assert as_row(row[0], read(row[0], language="de-AT")) == row


@pytest.mark.parametrize(("text", "day"), AMBIGUOUS_ABROAD)
def test_and_not_understood_where_a_german_may_mean_something_else(text, day):
    assert read(text, language="de") == Understood(text, None, day=day)


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_only_looks_like_a_date_stays_in_the_title(text):
    assert replace(read(text), day=None) == Understood(text, None)


@pytest.mark.parametrize(
    "text",
    [
        "So ein Ding",
        "Guten Morgen Sonne",
        "Mai und Juni",
        "jeden zweiten Dienstag",
        "Halb so wild",
        "Halb voll",
        "Viertel 3 Straßenfest",
        "Kino morgen viertel acht",
        "Treffen morgen fünf nach halb elf",
        "Treffen fünf vor halb elf morgen",
        "Schlaf bis halb elf",
        "Essen Freitag abends",
        "halb 25 morgen",
        "alle Stunden",
        "Lauf jeden Tag um 7 bis Ende Januar",
        "Yoga Mo, Mi, Fr 18:00",
        "Feier Freitag in einer Woche",
    ],
)
def test_german_words_that_are_no_dates(text):
    assert replace(read(text, language="de-AT"), day=None) == Understood(text, None)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Dinner tomorrow evening", "en", date(2026, 11, 26)),
        ("Doctor before half past 9 on Tuesday", "en", date(2026, 12, 1)),
        ("Friseur am Montag gegen halb elf", "de", date(2026, 11, 30)),
        ("Trip 27-30 Nov 10:00", "en", date(2026, 11, 27)),
        ("Lunch at Eska", "en", None),
    ],
)
def test_a_day_that_alone_is_clear_is_told(text, language, day):
    assert read(text, language=language) == Understood(text, None, day=day)


def test_where_months_come_first():
    assert read("Rent 12/5/2026", day_first=False).when == When(date(2026, 12, 5), timezone=PRAGUE)
    assert read("Rent 25/12/2026", day_first=False).when is None  # no guess, though only one order fits
    assert read("Gig 12/5 20:00", day_first=False).when == When(datetime(2026, 12, 5, 20), timezone=PRAGUE)


def test_a_number_on_either_side_of_a_month_is_not_clear_where_months_come_first():
    assert read("Chapter 5 Dec 9", day_first=False).when is None
    assert read("Chapter 5 Dec 9").when == When(datetime(2026, 12, 5, 9), timezone=PRAGUE)


def test_a_language_that_is_not_known_is_read_as_english():
    assert read("Lunch tomorrow", language="xx_YY").title == "Lunch"


def test_a_title_may_be_empty():
    assert read("tomorrow 9:00") == Understood("", When(datetime(2026, 11, 26, 9), timezone=PRAGUE))


def test_what_is_too_long_is_not_read():
    text = "a" * 490 + " tomorrow"
    assert read(text).when is not None
    assert read("ab" + text) == Understood("ab" + text, None)


def test_it_is_read_in_the_zone_of_the_reader():
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert read("Lunch today", now=late).when.start == date(2026, 11, 26)
    assert read("Lunch today", now=late, timezone="America/New_York").when.start == date(2026, 11, 25)


def test_hours_are_counted_over_changes_of_the_clock():
    before = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo(PRAGUE))
    assert read("Tea in 3 hours", now=before).when.start == datetime(2026, 10, 25, 2, 30, fold=1)
    assert read("Shift 01:00 for 3h today", now=before).when.end == datetime(2026, 10, 25, 3)
    spring = datetime(2027, 3, 27, 12, tzinfo=ZoneInfo(PRAGUE))
    assert read("Shift 01:00 for 3h tomorrow", now=spring).when.end == datetime(2027, 3, 28, 5)
    assert read("Shift 01:00 for 1 day tomorrow", now=spring).when.end == datetime(2027, 3, 29, 1)


def test_where_the_clock_would_end_it_before_it_starts_nothing_is_understood():
    assert read("Shift 02:50 for 20m 25 Oct", now=datetime(2026, 10, 24, tzinfo=UTC)).when is None


def test_a_year_out_of_reach_is_not_understood():
    assert read("Party in 999 years", now=datetime(8500, 1, 1, tzinfo=UTC)).when is None


HOSTILE = [
    "every mon, ",
    "9 to ",
    "27 Nov - ",
    "@ ",
    '"',
    "\u201c",
    "1 ",
    "fri 9 - ",
    "on ",
    "in 1h ",
    "(",
    "5 dec 9:00 - ",
]
HOSTILE += ["next week ", "before ", "at 9 ", "every 2 weeks on mon and ", "\0", "\u0301", "\u202e", "\U0001f600 9 "]


@pytest.mark.parametrize("text", HOSTILE)
def test_reading_whatever_was_typed_comes_to_an_end(text):
    """A pattern that tries all ways to split a text would not, within the life of whoever waits."""
    assert len(read((text * 500)[:500]).title) <= 500
