//! Small input folders, written for a test.

use std::fs;
use std::path::Path;

use movement::{Course, Faults, Folder, Input, Quirks};

/// A folder that is read: its files by name, of `input_csv`, `source_data/…` or the settings.
pub struct Small {
    files: Vec<(String, String)>,
}

/// Two places and a camp; nothing in them is wrong.
pub const SOUND: [(&str, &str); 9] = [
    (
        "input_csv/locations.csv",
        "#name,region,country,latitude,longitude,location_type,conflict_date,population\n\
         A,a,Home,1,2,conflict_zone,0,1000000\nB,b,Home,1.5,2,town,,5000\nC,c,Abroad,2,3,camp,,\n",
    ),
    ("input_csv/routes.csv", "#name1,name2,distance,forced_redirection\nA,B,100,0\nB,C,50,0\n"),
    ("input_csv/closures.csv", "#closure_type,name1,name2,closure_start,closure_end\n"),
    ("input_csv/conflicts.csv", "#Day,A,B\n0,1,0\n1,1,0\n2,1,0\n3,1,0\n4,1,0\n"),
    ("input_csv/sim_period.csv", "StartDate,2020-01-01\nLength,5\n"),
    ("input_csv/registration_corrections.csv", ""),
    ("source_data/data_layout.csv", "total,all.csv\nC,c.csv\n"),
    ("source_data/all.csv", "2020-01-01,100\n2020-01-05,500\n"),
    ("source_data/c.csv", "2020-01-01,100\n2020-01-05,500\n"),
];

impl Small {
    pub fn sound() -> Small {
        Small { files: SOUND.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect() }
    }

    /// With a file in place of what it is.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Small {
        self.files.retain(|(known, _)| known != name);
        self.files.push((name.into(), text.into()));
        self
    }

    #[must_use]
    pub fn without(mut self, name: &str) -> Small {
        self.files.retain(|(known, _)| known != name);
        self
    }

    pub fn write(&self, to: &Path) {
        for (name, text) in &self.files {
            let path = to.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    pub fn read(&self, quirks: &Quirks) -> Result<Input, Faults> {
        let folder = tempfile::tempdir().unwrap();
        // Without settings beside it.
        let inner = folder.path().join("inner");
        self.write(&inner);
        movement::read(&Folder { path: inner, settings: None }, quirks)
    }

    pub fn course(&self, quirks: Quirks) -> Course {
        Course::new(self.read(&quirks).unwrap(), quirks).unwrap()
    }
}

/// Places as rows of name, country, type and population or capacity.
pub fn places(rows: &[(&str, &str, &str, &str)]) -> String {
    rows.iter()
        .map(|(name, country, kind, people)| format!("{name},r,{country},0,0,{kind},,{people}\n"))
        .collect()
}

/// Conflict of one place at 1 on so many days.
pub fn conflict(place: &str, days: usize) -> String {
    let rows: String = (0..days).map(|day| format!("{day},1\n")).collect();
    format!("#Day,{place}\n{rows}")
}
