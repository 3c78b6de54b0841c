using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using WorkflowGen.Analyzers.Contracts;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Shipped;

namespace WorkflowGen.CodeFixes.Contracts;

/// <summary>A project's workflows.shipped.json, and what its code would have it say.</summary>
internal sealed class RecordOfProject
{
    private readonly Compilation _compilation;
    private readonly TextDocument _document;
    private readonly SourceText _text;
    private ShippedFile _file;

    private RecordOfProject(Compilation compilation, TextDocument document, SourceText text, ShippedFile file) =>
        (_compilation, _document, _text, _file) = (compilation, document, text, file);

    /// <summary>Null: the project has none, or one that cannot be read.</summary>
    public static async Task<RecordOfProject?> FindAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var document in project.AdditionalDocuments)
        {
            if (!ShippedRecord.IsRecord(document.FilePath ?? document.Name))
                continue;
            var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            var record = ShippedRecord.Read(document.Name, text);
            return record.Complaint is null && await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation
                ? new(compilation, document, text, record.File)
                : null;
        }
        return null;
    }

    /// <summary>Records a version as the code has it.</summary>
    /// <returns>False: there is no such version, or an edit of it strands runs, which a record would hide.</returns>
    public bool Record(string workflow, int version, CancellationToken cancellationToken)
    {
        foreach (var inspection in Workflows(cancellationToken))
        {
            if (inspection.Model.Name != workflow || inspection.Model.Version != version || ShippedWorkflows.Of(inspection, cancellationToken) is not { } now)
                continue;
            if (_file.Find(workflow, version) is { Retired: false } recorded && ShippedComparison.Compare(recorded, now, _ => true).Any(e => e.Kind == ShippedEditKind.Strands))
                return false;
            _file = _file.With(now);
            return true;
        }
        return false;
    }

    public void Retire(string workflow, int version) => _file = _file.With(new() { Name = workflow, Version = version, Retired = true });

    public Solution Save(Solution solution)
    {
        var text = ShippedWriter.Write(_file);
        if (_text.ToString().Contains("\r\n"))
            text = text.Replace("\n", "\r\n");
        return solution.WithAdditionalDocumentText(_document.Id, SourceText.From(text, _text.Encoding ?? new UTF8Encoding(false)));
    }

    private IEnumerable<WorkflowInspection> Workflows(CancellationToken cancellationToken)
    {
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(_compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol type && WorkflowInspection.IsWorkflow(type))
                    yield return WorkflowInspection.Of(type, _compilation, cancellationToken);
            }
        }
    }
}
