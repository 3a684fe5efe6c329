//! A revision of the repository, read through `git` and never checked out.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, PoisonError},
};

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::FileSystem;

use crate::disk::{Disk, LARGEST_FILE, with_slashes, without_dots};

/// The files as they are in a revision.
///
/// What lies outside of the repository is read from the disk. So is what Terraform put
/// into `.terraform`, which nobody commits: modules that it fetched are taken as they
/// are now. And so are the files that the command line names, if no revision has them.
#[derive(Debug)]
pub(crate) struct Revision {
    /// The repository, absolute.
    root: Utf8PathBuf,
    working_directory: Utf8PathBuf,
    /// The objects of all files, by path from the root.
    objects: BTreeMap<Utf8PathBuf, String>,
    /// Files that the command line names, absolute.
    named: Vec<Utf8PathBuf>,
    reader: Mutex<Reader>,
    disk: Disk,
}

/// `git cat-file`, asked for one object after the other.
#[derive(Debug)]
struct Reader {
    child: Child,
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Revision {
    /// Opens a revision, such as `origin/main` or `HEAD~1`, of the repository that the
    /// working directory is in.
    pub(crate) fn open(
        name: &str,
        working_directory: &Utf8Path,
        named: &[Utf8PathBuf],
    ) -> anyhow::Result<Self> {
        if name.is_empty() || name.starts_with('-') {
            bail!("`{name}` is no revision");
        }
        let root = git(working_directory, &["rev-parse", "--show-toplevel"])?;
        let commit = format!("{name}^{{commit}}");
        let commit = git(working_directory, &["rev-parse", "--verify", "--quiet", &commit])
            .with_context(|| format!("there is no revision `{name}`"))?;
        let root = with_slashes(Utf8PathBuf::from(root.trim_end_matches('\n')));
        let list = git(&root, &["ls-tree", "-r", "-z", "--full-tree", commit.trim()])?;
        let named = named.iter().map(|path| without_dots(&working_directory.join(path)));
        Ok(Self {
            objects: list.split('\0').filter_map(entry).collect(),
            working_directory: working_directory.to_owned(),
            named: named.collect(),
            reader: Mutex::new(Reader::start(&root)?),
            root,
            disk: Disk::default(),
        })
    }

    /// The path from the repository's root, if it is within and to be read from the
    /// revision.
    fn within(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        let absolute = without_dots(&self.working_directory.join(path));
        let within = absolute.strip_prefix(&self.root).ok()?;
        let is_fetched = within.components().any(|part| part.as_str() == ".terraform");
        let is_here = |path: &Utf8Path| self.objects.contains_key(path);
        let elsewhere = is_fetched || self.named.contains(&absolute);
        (!elsewhere || is_here(within)).then(|| within.to_owned())
    }

    /// The files below a folder of the revision, as paths like that of the folder, if
    /// `is_wanted` of what is between both.
    fn files(
        &self,
        folder: &Utf8Path,
        is_wanted: impl Fn(&Utf8Path) -> bool,
    ) -> Option<Vec<Utf8PathBuf>> {
        let within = self.within(folder)?;
        let from = self.objects.range(within.clone()..);
        let below = from.map(|(path, _)| path).take_while(|path| path.starts_with(&within));
        let below = below.filter_map(|path| path.strip_prefix(&within).ok());
        Some(below.filter(|below| is_wanted(below)).map(|below| folder.join(below)).collect())
    }
}

/// Path and object of a line of `git ls-tree`: `100644 blob 1f7a…<TAB>infra/main.tf`.
/// Links and other repositories are left out.
fn entry(line: &str) -> Option<(Utf8PathBuf, String)> {
    let (what, path) = line.split_once('\t')?;
    let mut words = what.split(' ');
    let is_file = words.next()?.starts_with("100") && words.next()? == "blob";
    is_file.then_some((path.into(), words.next()?.to_owned()))
}

/// What a command of git prints.
fn git(folder: &Utf8Path, arguments: &[&str]) -> anyhow::Result<String> {
    let run = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = run.context("cannot run git")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = if said.trim().is_empty() { "it found nothing" } else { said.trim() };
        bail!("git {}: {said}", arguments.first().unwrap_or(&""));
    }
    // A path that is not UTF-8 cannot be written in any report.
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Reader {
    fn start(root: &Utf8Path) -> anyhow::Result<Self> {
        let mut child = Command::new("git")
            .arg("-C")
            .arg(root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot run git")?;
        let (ask, answers) = (child.stdin.take(), child.stdout.take());
        let answers = BufReader::new(answers.context("git cat-file has no output")?);
        Ok(Self { child, ask, answers })
    }

    fn read(&mut self, object: &str) -> io::Result<Vec<u8>> {
        let ask = self.ask.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(ask, "{object}")?;
        ask.flush()?;
        let mut header = String::new();
        self.answers.read_line(&mut header)?;
        let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other("git has no such object"))?;
        let mut content = Vec::new();
        self.answers.by_ref().take(size.min(LARGEST_FILE)).read_to_end(&mut content)?;
        // What is too large, and the line end behind it.
        let rest = size.saturating_sub(LARGEST_FILE) + 1;
        io::copy(&mut self.answers.by_ref().take(rest), &mut io::sink())?;
        if size > LARGEST_FILE {
            return Err(io::Error::other("it is larger than 256 MiB"));
        }
        Ok(content)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Without questions to come git ends; how, does not matter any more.
        self.ask = None;
        let _ = self.child.wait();
    }
}

impl FileSystem for Revision {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        let Some(within) = self.within(path) else { return self.disk.read(path) };
        let object = self.objects.get(&within).ok_or(io::ErrorKind::NotFound)?;
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).read(object)
    }

    fn files_in(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.files(folder, |below| below.components().count() == 1)
            .unwrap_or_else(|| self.disk.files_in(folder))
    }

    fn files_below(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let is_searched = |below: &Utf8Path| {
            let folders = below.parent().into_iter().flat_map(Utf8Path::components);
            let mut folders = folders.map(|part| part.as_str());
            folders.all(|part| !part.starts_with('.') && part != "node_modules")
        };
        self.files(folder, is_searched).unwrap_or_else(|| self.disk.files_below(folder))
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        match self.within(path) {
            Some(within) => self.objects.contains_key(&within),
            None => self.disk.is_file(path),
        }
    }

    fn is_folder(&self, path: &Utf8Path) -> bool {
        match self.within(path) {
            Some(within) => {
                let mut from = self.objects.range(within.clone()..).map(|(path, _)| path);
                from.any(|path| path.starts_with(&within) && *path != within)
            }
            None => self.disk.is_folder(path),
        }
    }
}
