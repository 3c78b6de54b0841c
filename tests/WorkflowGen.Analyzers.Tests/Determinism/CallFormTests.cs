using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

/// <summary>Every way in which a step's code can reach other code, each with the clock at its end.</summary>
public sealed class CallFormTests
{
    private const string Clock = "DateTime.UtcNow";

    public static TheoryData<string, string, string, string> Forms => new()
    {
        // name, the step's body, members of the workflow, other types
        { "method", "Help();", "void Help() { _ = DateTime.UtcNow; }", "" },
        { "static method", "Far.Help();", "", "static class Far { public static void Help() { _ = DateTime.UtcNow; } }" },
        { "expression-bodied", "_ = Far.Help();", "", "static class Far { public static DateTime Help() => DateTime.UtcNow; }" },
        { "two deep", "Far.Help();", "", "static class Far { public static void Help() => Further(); static void Further() => _ = DateTime.UtcNow; }" },
        { "local function", "Help(); void Help() { _ = DateTime.UtcNow; }", "", "" },
        { "local function in a helper", "Far.Help();", "", "static class Far { public static void Help() { In(); void In() { Deeper(); void Deeper() => _ = DateTime.UtcNow; } } }" },
        { "lambda", "Action a = () => { _ = DateTime.UtcNow; }; a();", "", "" },
        { "lambda in a helper", "Far.Help();", "", "static class Far { public static void Help() { Action a = () => _ = DateTime.UtcNow; a(); } }" },
        { "lambda handed to LINQ", "_ = new[] { 1 }.Select(x => Far.Now()).ToList();", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "anonymous method", "Action a = delegate { _ = DateTime.UtcNow; }; a();", "", "" },
        { "method group", "Func<DateTime> f = Far.Now; _ = f();", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "method group as argument", "Far.Run(Far.Help);", "", "static class Far { public static void Run(Action a) => a(); public static void Help() => _ = DateTime.UtcNow; }" },
        { "property getter", "_ = Far.Now;", "", "static class Far { public static DateTime Now => DateTime.UtcNow; }" },
        { "property getter with body", "_ = new Far().Now;", "", "class Far { public DateTime Now { get { return DateTime.UtcNow; } } }" },
        { "property setter", "new Far().X = 1;", "", "class Far { public int X { get => 0; set { _ = DateTime.UtcNow; } } }" },
        { "init accessor", "_ = new Far { X = 1 };", "", "class Far { public int X { get => 0; init { _ = DateTime.UtcNow; } } }" },
        { "compound assignment to a property", "var f = new Far(); f.X += 1;", "", "class Far { public int X { get => 0; set { _ = DateTime.UtcNow; } } }" },
        { "increment of a property", "var f = new Far(); f.X++;", "", "class Far { public int X { get { _ = DateTime.UtcNow; return 0; } set { } } }" },
        { "coalescing assignment to a property", "var f = new Far(); f.X ??= \"a\";", "", "class Far { public string? X { get => null; set { _ = DateTime.UtcNow; } } }" },
        { "field keyword", "new Far().X = 1;", "", "class Far { public int X { get; set { field = value; _ = DateTime.UtcNow; } } }" },
        { "indexer", "_ = new Far()[1];", "", "class Far { public DateTime this[int i] => DateTime.UtcNow; }" },
        { "indexer setter", "new Far()[1] = 2;", "", "class Far { public int this[int i] { get => 1; set { _ = DateTime.UtcNow; } } }" },
        { "operator", "_ = new Far() + new Far();", "", "class Far { public static DateTime operator +(Far a, Far b) => DateTime.UtcNow; }" },
        { "compound operator", "var f = new Far(); f += f;", "", "class Far { public static Far operator +(Far a, Far b) { _ = DateTime.UtcNow; return a; } }" },
        { "increment operator", "var f = new Far(); f++;", "", "class Far { public static Far operator ++(Far a) { _ = DateTime.UtcNow; return a; } }" },
        { "unary operator", "_ = -new Far();", "", "class Far { public static DateTime operator -(Far a) => DateTime.UtcNow; }" },
        { "checked operator", "checked { _ = new Far() + new Far(); }", "", "class Far { public static Far operator +(Far a, Far b) => a; public static Far operator checked +(Far a, Far b) { _ = DateTime.UtcNow; return a; } }" },
        { "operator true", "if (new Far()) { }", "", "class Far { public static bool operator true(Far a) { _ = DateTime.UtcNow; return true; } public static bool operator false(Far a) => false; }" },
        { "operator false in a conjunction", "if (new Far() && new Far()) { }", "", "class Far { public static Far operator &(Far a, Far b) => a; public static bool operator true(Far a) => true; public static bool operator false(Far a) { _ = DateTime.UtcNow; return false; } }" },
        { "comparison operator", "_ = new Far() == new Far();", "", "class Far { public static bool operator ==(Far a, Far b) { _ = DateTime.UtcNow; return true; } public static bool operator !=(Far a, Far b) => false; }" },
        { "implicit conversion", "Far f = 1;", "", "class Far { public static implicit operator Far(int i) { _ = DateTime.UtcNow; return new(); } }" },
        { "implicit conversion of an argument", "Far.Take(1);", "", "class Far { public static void Take(Far f) { } public static implicit operator Far(int i) { _ = DateTime.UtcNow; return new(); } }" },
        { "explicit conversion", "_ = (Far)1;", "", "class Far { public static explicit operator Far(int i) { _ = DateTime.UtcNow; return new(); } }" },
        { "constructor", "_ = new Far();", "", "class Far { public Far() { _ = DateTime.UtcNow; } }" },
        { "target-typed constructor", "Far f = new();", "", "class Far { public Far() { _ = DateTime.UtcNow; } }" },
        { "base constructor, named", "_ = new Far(1);", "", "class Base { public Base(int i) { _ = DateTime.UtcNow; } } class Far : Base { public Far(int i) : base(i) { } }" },
        { "base constructor, implied", "_ = new Far();", "", "class Base { public Base() { _ = DateTime.UtcNow; } } class Far : Base { public Far() { } }" },
        { "base constructor of an implicit one", "_ = new Far();", "", "class Base { public Base() { _ = DateTime.UtcNow; } } class Far : Base { }" },
        { "this constructor", "_ = new Far();", "", "class Far { public Far() : this(1) { } public Far(int i) { _ = DateTime.UtcNow; } }" },
        { "argument of a base constructor", "_ = new Far();", "", "class Base { public Base(DateTime t) { } } class Far : Base { public Far() : base(DateTime.UtcNow) { } }" },
        { "primary constructor's base", "_ = new Far(1);", "", "class Base(DateTime t) { public DateTime T => t; } class Far(int i) : Base(DateTime.UtcNow) { public int I => i; }" },
        { "primary constructor's initialiser", "_ = new Far(1);", "", "class Far(int i) { public int I => i; readonly DateTime _t = DateTime.UtcNow; public DateTime T => _t; }" },
        { "field initialiser", "_ = new Far();", "", "class Far { public readonly DateTime T = DateTime.UtcNow; }" },
        { "property initialiser", "_ = new Far();", "", "class Far { public DateTime T { get; } = DateTime.UtcNow; }" },
        { "static field initialiser", "_ = Far.T;", "", "class Far { public static readonly DateTime T = DateTime.UtcNow; }" },
        { "static property initialiser", "_ = Far.T;", "", "class Far { public static DateTime T { get; } = DateTime.UtcNow; }" },
        { "static constructor", "Far.Touch();", "", "class Far { static readonly DateTime T; static Far() { T = DateTime.UtcNow; } public static void Touch() { } }" },
        { "static constructor by making one", "_ = new Far();", "", "class Far { static readonly DateTime T; static Far() { T = DateTime.UtcNow; } }" },
        { "static constructor by a field", "_ = Far.T;", "", "class Far { public static readonly DateTime T; static Far() { T = DateTime.UtcNow; } }" },
        { "record's primary constructor", "_ = new Far(1);", "", "record Far(int I) { public DateTime T { get; } = DateTime.UtcNow; }" },
        { "record's copy constructor", "var f = new Far(1); _ = f with { I = 2 };", "", "record Far(int I) { protected Far(Far f) { I = f.I; _ = DateTime.UtcNow; } }" },
        { "init in with", "var f = new Far(); _ = f with { I = 2 };", "", "record Far { public int I { get => 0; init => _ = DateTime.UtcNow; } }" },
        { "record struct", "_ = new Far(1).T();", "", "readonly record struct Far(int I) { public DateTime T() => DateTime.UtcNow; }" },
        { "Lazy, local", "var l = new Lazy<DateTime>(() => DateTime.UtcNow); _ = l.Value;", "", "" },
        { "Lazy, static", "_ = Far.L.Value;", "", "static class Far { public static readonly Lazy<DateTime> L = new(() => DateTime.UtcNow); }" },
        { "Lazy, set in a constructor", "_ = Far.L.Value;", "", "static class Far { public static readonly Lazy<DateTime> L; static Far() { L = new(Make); } static DateTime Make() => DateTime.UtcNow; }" },
        { "delegate field", "_ = new Far().F();", "", "class Far { public readonly Func<DateTime> F = () => DateTime.UtcNow; }" },
        { "static delegate field", "_ = Far.F();", "", "class Far { public static readonly Func<DateTime> F = () => DateTime.UtcNow; }" },
        { "delegate field set by a method", "Far far = null!; far.Use();", "", "class Far { Action? _a; public void Set() => _a = Help; void Help() => _ = DateTime.UtcNow; public void Use() => _a!(); }" },
        { "delegate property", "_ = new Far().F();", "", "class Far { public Func<DateTime> F { get; } = () => DateTime.UtcNow; }" },
        { "delegate invoked by Invoke", "_ = new Far().F?.Invoke();", "", "class Far { public readonly Func<DateTime>? F = () => DateTime.UtcNow; }" },
        { "event", "Far far = null!; far.Raise();", "", "class Far { event Action? E; public void Set() => E += () => _ = DateTime.UtcNow; public void Raise() => E?.Invoke(); }" },
        { "event accessor", "new Far().E += () => { };", "", "class Far { public event Action E { add { _ = DateTime.UtcNow; } remove { } } }" },
        { "virtual method overridden", "Base b = Far.Make(); b.Do();", "", "class Base { public virtual void Do() { } } class Far : Base { public static Base Make() => new Far(); public override void Do() => _ = DateTime.UtcNow; }" },
        { "abstract method", "Far.Make().Do();", "", "abstract class Base { public abstract void Do(); } class Far : Base { public static Base Make() => new Far(); public override void Do() => _ = DateTime.UtcNow; }" },
        { "override two levels down", "Far.Make().Do();", "", "abstract class Base { public abstract void Do(); } class Middle : Base { public override void Do() { } } class Far : Middle { public static Base Make() => new Far(); public override void Do() => _ = DateTime.UtcNow; }" },
        { "virtual property", "_ = Far.Make().T;", "", "class Base { public virtual DateTime T => default; } class Far : Base { public static Base Make() => new Far(); public override DateTime T => DateTime.UtcNow; }" },
        { "base call", "new Far().Do();", "", "class Base { public virtual void Do() => _ = DateTime.UtcNow; } class Far : Base { public override void Do() => base.Do(); }" },
        { "inherited method", "new Far().Do();", "", "class Base { public void Do() => _ = DateTime.UtcNow; } class Far : Base { }" },
        { "single implementation", "_ = Far.Get().Now;", "", "interface IClock { DateTime Now { get; } } class Real : IClock { public DateTime Now => DateTime.UtcNow; } static class Far { public static IClock Get() => null!; }" },
        { "explicit implementation", "_ = Far.Get().Now();", "", "interface IClock { DateTime Now(); } class Real : IClock { DateTime IClock.Now() => DateTime.UtcNow; } static class Far { public static IClock Get() => null!; }" },
        { "one of two implementations, made here", "IClock c = new Real(); _ = c.Now();", "", "interface IClock { DateTime Now(); } class Fake : IClock { public DateTime Now() => default; } class Real : IClock { public DateTime Now() => DateTime.UtcNow; }" },
        { "one of two implementations, handed on", "Far.Use(new Real());", "", "interface IClock { DateTime Now(); } class Fake : IClock { public DateTime Now() => default; } class Real : IClock { public DateTime Now() => DateTime.UtcNow; } static class Far { public static void Use(IClock c) => c.Now(); }" },
        { "default interface member", "_ = Far.Get().Now();", "", "interface IClock { DateTime Now() => DateTime.UtcNow; } class Real : IClock { } static class Far { public static IClock Get() => new Real(); }" },
        { "static abstract", "_ = Far.Now<Real>();", "", "interface IClock { static abstract DateTime Now(); } class Real : IClock { public static DateTime Now() => DateTime.UtcNow; } static class Far { public static DateTime Now<T>() where T : IClock => T.Now(); }" },
        { "static abstract, of two", "_ = Far.Now<Real>();", "", "interface IClock { static abstract DateTime Now(); } class Fake : IClock { public static DateTime Now() => default; } class Real : IClock { public static DateTime Now() => DateTime.UtcNow; } static class Far { public static DateTime Now<T>() where T : IClock => Deeper<T>(); static DateTime Deeper<U>() where U : IClock => U.Now(); }" },
        { "static abstract property", "_ = new Far<Real>().Now();", "", "interface IClock { static abstract DateTime Now { get; } } class Fake : IClock { public static DateTime Now => default; } class Real : IClock { public static DateTime Now => DateTime.UtcNow; } class Far<T> where T : IClock { public DateTime Now() => T.Now; }" },
        { "static virtual with a body", "_ = Far.Now<Real>();", "", "interface IClock { static virtual DateTime Now() => DateTime.UtcNow; } class Real : IClock { } static class Far { public static DateTime Now<T>() where T : IClock => T.Now(); }" },
        { "static abstract operator", "_ = Far.Add(new Real());", "", "interface IAdd<T> where T : IAdd<T> { static abstract T operator +(T a, T b); } class Fake : IAdd<Fake> { public static Fake operator +(Fake a, Fake b) => a; } class Real : IAdd<Real> { public static Real operator +(Real a, Real b) { _ = DateTime.UtcNow; return a; } } static class Far { public static T Add<T>(T t) where T : IAdd<T> => t + t; }" },
        { "constrained instance call", "_ = Far.Now(new Real());", "", "interface IClock { DateTime Now(); } class Fake : IClock { public DateTime Now() => default; } struct Real : IClock { public DateTime Now() => DateTime.UtcNow; } static class Far { public static DateTime Now<T>(T t) where T : IClock => t.Now(); }" },
        { "new T()", "_ = Far.Make<Real>();", "", "class Real { public Real() { _ = DateTime.UtcNow; } } static class Far { public static T Make<T>() where T : new() => new T(); }" },
        { "generic helper", "_ = Far.Id(1);", "", "static class Far { public static T Id<T>(T t) { _ = DateTime.UtcNow; return t; } }" },
        { "generic class", "_ = new Far<int>().Get();", "", "class Far<T> { public T? Get() { _ = DateTime.UtcNow; return default; } }" },
        { "iterator", "foreach (var x in Far.Items()) { }", "", "static class Far { public static IEnumerable<int> Items() { _ = DateTime.UtcNow; yield return 1; } }" },
        { "async iterator", "await foreach (var x in Far.Items()) { }", "", "static class Far { public static async IAsyncEnumerable<int> Items() { await Task.CompletedTask; _ = DateTime.UtcNow; yield return 1; } }" },
        { "async method", "await Far.Do();", "", "static class Far { public static async Task Do() { await Task.CompletedTask; _ = DateTime.UtcNow; } }" },
        { "Dispose", "using (new Far()) { }", "", "class Far : IDisposable { public void Dispose() => _ = DateTime.UtcNow; }" },
        { "Dispose of a declaration", "using var f = new Far();", "", "class Far : IDisposable { public void Dispose() => _ = DateTime.UtcNow; }" },
        { "Dispose, explicit", "using var f = new Far();", "", "class Far : IDisposable { void IDisposable.Dispose() => _ = DateTime.UtcNow; }" },
        { "Dispose, inherited", "using var f = new Far();", "", "class Base : IDisposable { public void Dispose() => _ = DateTime.UtcNow; } class Far : Base { }" },
        { "Dispose of an abstraction", "using IDisposable f = new Far();", "", "class Far : IDisposable { public void Dispose() => _ = DateTime.UtcNow; }" },
        { "Dispose of a ref struct", "Far.Use();", "", "ref struct R { public void Dispose() => _ = DateTime.UtcNow; } static class Far { public static void Use() { using var r = new R(); } }" },
        { "Dispose called", "new Far().Dispose();", "", "class Far : IDisposable { public void Dispose() => _ = DateTime.UtcNow; }" },
        { "DisposeAsync", "await using var f = new Far();", "", "class Far : IAsyncDisposable { public ValueTask DisposeAsync() { _ = DateTime.UtcNow; return default; } }" },
        { "Deconstruct", "var (a, b) = new Far();", "", "class Far { public void Deconstruct(out int a, out int b) { a = b = 1; _ = DateTime.UtcNow; } }" },
        { "Deconstruct in a loop", "foreach (var (a, b) in new[] { new Far() }) { }", "", "class Far { public void Deconstruct(out int a, out int b) { a = b = 1; _ = DateTime.UtcNow; } }" },
        { "Deconstruct in a pattern", "_ = new Far() is (1, 2);", "", "class Far { public void Deconstruct(out int a, out int b) { a = b = 1; _ = DateTime.UtcNow; } }" },
        { "Deconstruct by an extension", "var (a, b) = 5;", "", "static class Far { public static void Deconstruct(this int i, out int a, out int b) { a = b = 1; _ = DateTime.UtcNow; } }" },
        { "GetEnumerator", "foreach (var x in new Far()) { }", "", "class Far { public IEnumerator<int> GetEnumerator() { _ = DateTime.UtcNow; yield break; } }" },
        { "GetEnumerator of the interface", "foreach (var x in new Far()) { }", "", "class Far : IEnumerable<int> { public IEnumerator<int> GetEnumerator() { _ = DateTime.UtcNow; yield break; } System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; }" },
        { "GetEnumerator through LINQ", "_ = new Far().ToList();", "", "class Far : IEnumerable<int> { public IEnumerator<int> GetEnumerator() { _ = DateTime.UtcNow; yield break; } System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; }" },
        { "MoveNext", "foreach (var x in new Far()) { }", "", "class Far { public E GetEnumerator() => new(); public class E { public int Current => 1; public bool MoveNext() { _ = DateTime.UtcNow; return false; } } }" },
        { "Current", "foreach (var x in new Far()) { }", "", "class Far { public E GetEnumerator() => new(); public class E { public DateTime Current => DateTime.UtcNow; public bool MoveNext() => false; } }" },
        { "Dispose of an enumerator", "foreach (var x in new Far()) { }", "", "class Far { public E GetEnumerator() => new(); public struct E : IDisposable { public int Current => 1; public bool MoveNext() => false; public void Dispose() => _ = DateTime.UtcNow; } }" },
        { "GetEnumerator by an extension", "foreach (var x in 5) { }", "", "static class Far { public static IEnumerator<int> GetEnumerator(this int i) { _ = DateTime.UtcNow; yield break; } }" },
        { "GetAwaiter", "await new Far();", "", "class Far { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() { _ = DateTime.UtcNow; return Task.CompletedTask.GetAwaiter(); } }" },
        { "GetAwaiter by an extension", "await 5;", "", "static class Far { public static System.Runtime.CompilerServices.TaskAwaiter GetAwaiter(this int i) { _ = DateTime.UtcNow; return Task.CompletedTask.GetAwaiter(); } }" },
        { "IsCompleted", "await new Far();", "", Awaiter(isCompleted: "{ get { _ = DateTime.UtcNow; return true; } }") },
        { "GetResult", "await new Far();", "", Awaiter(getResult: "_ = DateTime.UtcNow;") },
        { "OnCompleted", "await new Far();", "", Awaiter(onCompleted: "_ = DateTime.UtcNow;") },
        { "query expression", "_ = (from x in new[] { 1 } select Far.Now()).ToList();", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "query over one's own Select", "_ = from x in new Far() select x;", "", "class Far { public Far Select(Func<int, int> f) { _ = DateTime.UtcNow; return this; } }" },
        { "let in a query", "_ = (from x in new[] { 1 } let t = DateTime.UtcNow where t.Year > x select x).ToList();", "", "" },
        { "interpolation handler's constructor", "Far.Log($\"a{1}\");", "", Handler("_ = DateTime.UtcNow;", "") },
        { "interpolation handler's append", "Far.Log($\"a{1}\");", "", Handler("", "_ = DateTime.UtcNow;") },
        { "interpolation of one's own text", "_ = $\"{new Far()}\";", "", "class Far { public override string ToString() { _ = DateTime.UtcNow; return \"\"; } }" },
        { "concatenation of one's own text", "_ = \"a\" + new Far();", "", "class Far { public override string ToString() { _ = DateTime.UtcNow; return \"\"; } }" },
        { "string.Format of one's own text", "_ = string.Format(\"{0}\", new Far());", "", "class Far { public override string ToString() { _ = DateTime.UtcNow; return \"\"; } }" },
        { "ToString", "_ = new Far().ToString();", "", "class Far { public override string ToString() { _ = DateTime.UtcNow; return \"\"; } }" },
        { "IFormattable", "_ = $\"{new Far():x}\";", "", "class Far : IFormattable { public string ToString(string? f, IFormatProvider? p) { _ = DateTime.UtcNow; return \"\"; } }" },
        { "text of a record's member", "_ = $\"{new Far()}\";", "", "record Far { public int X { get { _ = DateTime.UtcNow; return 1; } } }" },
        { "Add of a collection initialiser", "_ = new Far { 1, 2 };", "", "class Far : System.Collections.IEnumerable { public void Add(int i) => _ = DateTime.UtcNow; public System.Collections.IEnumerator GetEnumerator() => null!; }" },
        { "Add of a collection expression", "Far f = [1, 2];", "", "class Far : IEnumerable<int> { public void Add(int i) => _ = DateTime.UtcNow; public IEnumerator<int> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; }" },
        { "builder of a collection expression", "Far f = [1, 2];", "", "[System.Runtime.CompilerServices.CollectionBuilder(typeof(B), \"Make\")] class Far : IEnumerable<int> { public IEnumerator<int> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; } static class B { public static Far Make(ReadOnlySpan<int> s) { _ = DateTime.UtcNow; return new(); } }" },
        { "spread in a collection expression", "int[] a = [.. new Far()];", "", "class Far { public IEnumerator<int> GetEnumerator() { _ = DateTime.UtcNow; yield break; } }" },
        { "element of a collection expression", "DateTime[] a = [DateTime.UtcNow];", "", "" },
        { "object initialiser", "_ = new Far { T = DateTime.UtcNow };", "", "class Far { public DateTime T; }" },
        { "indexer in an initialiser", "_ = new Far { [1] = 2 };", "", "class Far { public int this[int i] { get => 1; set => _ = DateTime.UtcNow; } }" },
        { "extension method", "5.Help();", "", "static class Far { public static void Help(this int i) => _ = DateTime.UtcNow; }" },
        { "method of an extension block", "5.Help();", "", "static class Far { extension(int i) { public void Help() => _ = DateTime.UtcNow; } }" },
        { "property of an extension block", "_ = 5.At;", "", "static class Far { extension(int i) { public DateTime At => DateTime.UtcNow; } }" },
        { "static method of an extension block", "_ = int.Moment();", "", "static class Far { extension(int) { public static DateTime Moment() => DateTime.UtcNow; } }" },
        { "static property of an extension block", "_ = int.At;", "", "static class Far { extension(int) { public static DateTime At => DateTime.UtcNow; } }" },
        { "extension method called as a static one", "Far.Help(5);", "", "static class Far { public static void Help(this int i) => _ = DateTime.UtcNow; }" },
        { "static using", "Help();", "", "static class Far { public static void Help() => _ = DateTime.UtcNow; }" },
        { "partial method", "Help();", "partial void Help(); partial void Help() { _ = DateTime.UtcNow; }", "" },
        { "partial property", "_ = new Far().T;", "", "partial class Far { public partial DateTime T { get; } } partial class Far { public partial DateTime T { get => DateTime.UtcNow; } }" },
        { "switch expression", "_ = order.Count switch { 1 => DateTime.UtcNow, _ => default };", "", "" },
        { "when clause", "_ = order.Count switch { var x when Far.Now().Year > x => 1, _ => 2 };", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "property pattern", "_ = new Far() is { T.Year: 3 };", "", "class Far { public DateTime T => DateTime.UtcNow; }" },
        { "list pattern's length", "_ = new Far() is [1, ..];", "", "class Far { public int Length { get { _ = DateTime.UtcNow; return 1; } } public int this[int i] => 1; }" },
        { "list pattern's indexer", "_ = new Far() is [1, ..];", "", "class Far { public int Length => 1; public int this[int i] { get { _ = DateTime.UtcNow; return 1; } } }" },
        { "slice pattern", "_ = new Far() is [.. var rest];", "", "class Far { public int Length => 1; public int this[int i] => 1; public Far Slice(int a, int b) { _ = DateTime.UtcNow; return this; } }" },
        { "index from the end", "_ = new Far()[^1];", "", "class Far { public int Length { get { _ = DateTime.UtcNow; return 1; } } public int this[int i] => 1; }" },
        { "range", "_ = new Far()[1..];", "", "class Far { public int Length => 1; public Far Slice(int a, int b) { _ = DateTime.UtcNow; return this; } }" },
        { "null-conditional", "Far? f = new(); f?.Help();", "", "class Far { public void Help() => _ = DateTime.UtcNow; }" },
        { "conditional expression", "_ = order.Count > 1 ? Far.Now() : default;", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "coalescing", "_ = order.Id ?? Far.Now().ToString(\"O\");", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "throw expression", "_ = order.Id ?? throw new InvalidOperationException(Far.Now().ToString(\"O\"));", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "catch filter", "try { } catch (Exception) when (Far.Now().Year > 1) { }", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "finally", "try { } finally { Far.Now(); }", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "out argument", "Far.Get(out var t);", "", "static class Far { public static void Get(out DateTime t) => t = DateTime.UtcNow; }" },
        { "ref return", "_ = Far.Get();", "", "static class Far { static readonly DateTime[] s_t = [default]; public static ref readonly DateTime Get() { _ = DateTime.UtcNow; return ref s_t[0]; } }" },
        { "tuple element", "var (a, b) = (DateTime.UtcNow, 1);", "", "" },
        { "argument", "Far.Take(DateTime.UtcNow);", "", "static class Far { public static void Take(DateTime t) { } }" },
        { "named and optional argument", "Far.Take(t: DateTime.UtcNow);", "", "static class Far { public static void Take(int i = 0, DateTime t = default) { } }" },
        { "framework class derived from", "_ = new Far().Read(new byte[1], 0, 1);", "", "class Far : MemoryStream { public override int Read(byte[] b, int o, int c) { _ = DateTime.UtcNow; return 0; } }" },
        { "comparer handed to a sort", "var l = new List<int>(); l.Sort(new Far());", "", "class Far : IComparer<int> { public int Compare(int a, int b) { _ = DateTime.UtcNow; return 0; } }" },
        { "TimeProvider of one's own", "Far.Use(new Real());", "", "class Real : TimeProvider { public override DateTimeOffset GetUtcNow() => new(DateTime.UtcNow); } static class Far { public static void Use(object p) { } public static void Use(TimeProvider p) { } }" },
        { "nested type", "Far.Deep.Help();", "", "static class Far { public static class Deep { public static void Help() => _ = DateTime.UtcNow; } }" },
        { "struct method", "new Far().Help();", "", "struct Far { public void Help() => _ = DateTime.UtcNow; }" },
        { "struct field initialiser", "_ = new Far();", "", "struct Far { public DateTime T = DateTime.UtcNow; public Far() { } }" },
        { "recursion", "Far.A(1);", "", "static class Far { public static void A(int i) { if (i > 0) B(i - 1); } static void B(int i) { A(i); _ = DateTime.UtcNow; } }" },
        { "curried lambda", "Func<Func<DateTime>> f = () => () => DateTime.UtcNow; _ = f()();", "", "" },
        { "yield in a local function", "foreach (var x in Items()) { } IEnumerable<DateTime> Items() { yield return DateTime.UtcNow; }", "", "" },
        { "lambda's default of a dictionary of delegates", "_ = Far.Map[\"a\"]();", "", "static class Far { public static readonly Dictionary<string, Func<DateTime>> Map = new() { [\"a\"] = () => DateTime.UtcNow }; }" },
        { "unsafe function pointer", "unsafe { delegate*<DateTime> f = &Far.Now; _ = f(); }", "", "static class Far { public static DateTime Now() => DateTime.UtcNow; }" },
        { "stack of conversions", "object o = (object)(long)DateTime.UtcNow.Ticks;", "", "" },
        { "fixed pattern GetPinnableReference", "Far.Use();", "", "class P { static readonly int[] s_x = [1]; public ref readonly int GetPinnableReference() { _ = DateTime.UtcNow; return ref s_x[0]; } } static class Far { public static unsafe void Use() { fixed (int* p = new P()) { } } }" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public Task Fires(string form, string body, string members, string types)
    {
        _ = form;
        return Case.ReportsAsync(Case.Step(body, members, types, body == "Help();" && members.Length == 0 ? "using static Far;" : ""), "WFG1001");
    }

    /// <summary>The same, two calls away from the step.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public Task Fires_from_a_method_that_the_step_calls(string form, string body, string members, string types)
    {
        _ = form;
        return Case.ReportsAsync(Case.Step("await In(order);", $"static async Task<int> In(Order order) {{ await Task.CompletedTask; {body} return 1; }} {members.Replace("void Help", "static void Help").Replace("partial static", "static partial")}", types,
            body == "Help();" && members.Length == 0 ? "using static Far;" : ""), "WFG1001");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public Task StaysSilent_where_nobody_calls(string form, string body, string members, string types)
    {
        _ = form;
        return Case.ReportsAsync(Case.Step("", $"static async Task<int> In(Order order) {{ await Task.CompletedTask; {body} return 1; }} {members.Replace("void Help", "static void Help").Replace("partial static", "static partial")}", types,
            body == "Help();" && members.Length == 0 ? "using static Far;" : ""));
    }

    private static string Awaiter(string isCompleted = "=> true;", string getResult = "", string onCompleted = "") => $$"""
        class Far { public A GetAwaiter() => new(); public class A : System.Runtime.CompilerServices.INotifyCompletion { public bool IsCompleted {{isCompleted}} public void GetResult() { {{getResult}} } public void OnCompleted(Action a) { {{onCompleted}} a(); } } }
        """;

    private static string Handler(string constructor, string append) => $$"""
        [System.Runtime.CompilerServices.InterpolatedStringHandler] struct H { public H(int a, int b) { {{constructor}} } public void AppendLiteral(string s) { } public void AppendFormatted<T>(T t) { {{append}} } }
        static class Far { public static void Log(H h) { } }
        """;
}
