//! Writes what each example synthesizes to, below the folder that is the one argument: the
//! files of its assembly, or `findings` where it has errors.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("usage: synthesize FOLDER"))?;
    for (name, pipeline) in examples::all() {
        let folder = folder.join(name);
        fs::create_dir_all(&folder)?;
        match pipeline.and_then(|pipeline| pipeline.synthesize()) {
            Ok(assembly) => write_all(&folder, assembly.files())?,
            Err(findings) => fs::write(folder.join("findings"), findings.to_string())?,
        }
    }
    Ok(())
}

fn write_all(folder: &Path, files: &std::collections::BTreeMap<String, String>) -> io::Result<()> {
    for (name, content) in files {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}
