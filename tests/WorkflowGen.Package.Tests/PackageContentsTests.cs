using System.IO.Compression;
using System.Xml.Linq;

namespace WorkflowGen.Package.Tests;

[Collection<PackedFeedCollection>]
public sealed class PackageContentsTests(PackedFeed feed)
{
    [Fact]
    public void One_package_brings_the_runtime_the_generator_the_rules_and_their_fixes()
    {
        Assert.Equal(
        [
            "LICENSE",
            "README.md",
            "analyzers/dotnet/cs/WorkflowGen.Analyzers.dll",
            "analyzers/dotnet/cs/WorkflowGen.CodeFixes.dll",
            "analyzers/dotnet/cs/WorkflowGen.Generators.dll",
            "buildTransitive/WorkflowGen.targets",
            "lib/net10.0/WorkflowGen.dll",
            "lib/net10.0/WorkflowGen.xml",
        ], Contents("WorkflowGen"));
    }

    [Fact]
    public void The_core_depends_on_abstractions_only()
    {
        var dependencies = Dependencies("WorkflowGen").Select(d => d.Attribute("id")!.Value).Order(StringComparer.Ordinal);
        Assert.Equal(["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Hosting.Abstractions"], dependencies);
    }

    [Fact]
    public void A_store_depends_on_the_core_of_its_own_version_with_the_generator_in_it()
    {
        var core = Assert.Single(Dependencies("WorkflowGen.Storage.Sqlite"), d => d.Attribute("id")!.Value == "WorkflowGen");
        Assert.Equal(Version("WorkflowGen.Storage.Sqlite"), core.Attribute("version")!.Value);
        Assert.Null(core.Attribute("exclude"));
    }

    [Fact]
    public void The_testing_package_brings_no_test_framework()
    {
        Assert.Equal(["LICENSE", "README.md", "lib/net10.0/WorkflowGen.Testing.dll", "lib/net10.0/WorkflowGen.Testing.xml"], Contents("WorkflowGen.Testing"));
        Assert.Equal(["Microsoft.Extensions.DependencyInjection", "WorkflowGen"], Dependencies("WorkflowGen.Testing").Select(d => d.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        Assert.Null(Assert.Single(Dependencies("WorkflowGen.Testing"), d => d.Attribute("id")!.Value == "WorkflowGen").Attribute("exclude"));
    }

    private List<string> Contents(string package)
    {
        using var archive = Open(package);
        return [.. archive.Entries.Select(e => e.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)
                && !name.EndsWith(".nuspec", StringComparison.Ordinal) && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];
    }

    private List<XElement> Dependencies(string package) => [.. Nuspec(package).Descendants().Where(e => e.Name.LocalName == "dependency")];

    private string Version(string package) => Nuspec(package).Descendants().First(e => e.Name.LocalName == "version").Value;

    private XDocument Nuspec(string package)
    {
        using var archive = Open(package);
        using var nuspec = archive.GetEntry(package + ".nuspec")!.Open();
        return XDocument.Load(nuspec);
    }

    private ZipArchive Open(string package)
    {
        var file = Directory.GetFiles(feed.Packages, package + ".*.nupkg").Single(f => char.IsAsciiDigit(Path.GetFileName(f)[package.Length + 1]));
        return ZipFile.OpenRead(file);
    }
}
