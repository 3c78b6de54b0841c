using System.IO.Enumeration;

namespace FilePipeline;

/// <summary>
/// Lists every file below a folder in a fixed order, holding one folder's names at a time. Symbolic links are listed and not followed, so that there are no loops; output folders of this program are passed by.
/// </summary>
internal sealed class FolderWalk(string root, IReadOnlyList<string> excludes)
{
    private readonly record struct Found(string Name, bool IsFolder, ListedKind Kind, long Size, long Modified);

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

    public IEnumerable<ListedFile> Files()
    {
        var open = new Stack<(string Prefix, IEnumerator<Found> Names)>();
        open.Push(("", Names("").GetEnumerator()));
        var previous = "";
        var twin = 0;
        while (open.TryPeek(out var folder))
        {
            if (!folder.Names.MoveNext())
            {
                open.Pop();
                continue;
            }

            var found = folder.Names.Current;
            var path = folder.Prefix + found.Name;
            if (found.IsFolder)
            {
                if (File.Exists(Path.Combine(root, path, OutputFolder.Marker)))
                    continue;
                open.Push((path + "/", Names(path).GetEnumerator()));
                continue;
            }
            twin = path == previous ? twin + 1 : 0;
            previous = path;
            yield return new ListedFile(path, found.Kind, found.Size, found.Modified, twin, Round: 0);
        }
    }

    private List<Found> Names(string folder)
    {
        try
        {
            var entries = new FileSystemEnumerable<Found>(Path.Combine(root, folder), Read, Everything);
            List<Found> names = [.. entries.Where(found => !excludes.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, found.Name, ignoreCase: false)))];
            names.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It may not be listed, or went away: either way it is named in the report, once, by itself.
            return [new Found(".", IsFolder: false, ListedKind.UnreadableFolder, 0, 0)];
        }
    }

    private static Found Read(ref FileSystemEntry entry)
    {
        var link = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
        return new Found(
            entry.FileName.ToString(),
            entry.IsDirectory && !link,
            link ? ListedKind.Link : ListedKind.File,
            entry.IsDirectory ? 0 : entry.Length,
            link ? 0 : entry.LastWriteTimeUtc.UtcTicks);
    }
}
